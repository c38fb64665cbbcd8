/** The engine's front door on the server. */

export { type AgendaAlarmOptions, createAgendaAlarm } from './adapters/agenda/agendaAlarm.ts'
export type { Alarm } from './adapters/alarm.ts'
export { isUnavailable } from './adapters/mongo/answers.ts'
export { type BackedUpInstance, beginInstanceBackup } from './adapters/mongo/backup.ts'
export { durabilityAt, openDurably } from './adapters/mongo/connection.ts'
export { createMongoStore, type MongoStoreOptions } from './adapters/mongo/mongoStore.ts'
export type { Store } from './adapters/store.ts'
export {
  Conflict,
  InvalidModel,
  NotCorrelated,
  NotFound,
  Refused as RefusedCommand,
  Unavailable,
} from './errors.ts'
export {
  countriesOf,
  type HolidayPlace,
  holidayList,
  holidaysOf,
  statesOf,
} from './model/holidays.ts'
export * from './pure.ts'
export { bulk } from './runtime/bounds.ts'
export { createEngine, type EngineOptions } from './runtime/createEngine.ts'
export type {
  Correlated,
  Engine,
  Evaluation,
  Health,
  Message,
  RecordEvent,
  Signal,
  StartRequest,
} from './runtime/engine.ts'
export type {
  ConnectorAnswer,
  Definition,
  DefinitionSummary,
  EffectOf,
  FetchJobs,
  HistoryEntry,
  InstanceFilter,
  JobSummary,
  JobsDoor,
  LockedJob,
  Log,
  Ports,
  Stepped,
} from './runtime/ports.ts'
