/** The database that comes with Baton, for trying out, development and tests. */
export { addressOf, type Database, DatabaseUnavailable, startDatabase } from './startDatabase.ts'
