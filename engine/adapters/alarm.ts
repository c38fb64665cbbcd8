/** The alarm clock of the cluster: rings at given times, on one of the servers, at least once, perhaps late or twice. */
export interface Alarm {
  /** Rings `key` at `at`. The same key again changes nothing. */
  set(key: string, at: Date): Promise<void>
  /** Rings `name` again and again, on one server at a time. */
  every(name: string, seconds: number): Promise<void>
  start(onRing: (key: string) => Promise<void>): Promise<void>
  stop(): Promise<void>
}
