/** The engine's front door on the server. */
export * from './pure.ts'
