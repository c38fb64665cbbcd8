/** The engine's front door for the browser: everything pure, nothing of Node, MongoDB or Agenda. */
export { createMemoryAlarm } from './adapters/memory/memoryAlarm.ts'
export { createMemoryStore, type MemoryStoreOptions } from './adapters/memory/memoryStore.ts'
export { compile } from './compiler/compile.ts'
export type { CompiledProcess, CompiledScope, StageInfo, StartTrigger } from './compiler/types.ts'
export type { Command, CommandBody, MigrationPlan, Refused, StartCommand } from './core/commands.ts'
export type { ChildEnd, Effect, EffectBody, Job, TaskOutcome, UserTask } from './core/effects.ts'
export type {
  DefinitionRef,
  Incident,
  InstanceStatus,
  ProcessInstance,
  ScopeInstance,
  Subject,
  Subscription,
  Timer,
  Token,
} from './core/instance.ts'
export { backwards, type Proposed, planFor, proposeSteps } from './core/proposePlan.ts'
export { type WaysOut, waysOut } from './core/resolving.ts'
export { type StepResult, step } from './core/step.ts'
export type { Trace } from './core/traces.ts'
export { describeWaits, type Wait } from './core/waits.ts'
export { type Way, waysTo } from './core/ways.ts'
export { type Decided, type DecisionModel, decide, parseBpmn, parseDecisions } from './decisions/index.ts'
export type { BusinessCalendar } from './model/calendar.ts'
export { durationMilliseconds, planTimer } from './model/durations.ts'
export { compileExpression, evaluate, whyNull } from './model/expressions.ts'
export type { Instant, Json, Variables } from './model/json.ts'
export { withOneName } from './model/namespaces.ts'
export type { Parsed } from './model/parse.ts'
export type {
  Expression,
  FlowNode,
  FormField,
  ImportNote,
  Problem,
  ProcessModel,
  SequenceFlow,
  Trigger,
} from './model/types.ts'
export { russian } from './texts/ru/index.ts'
export { type Language, type Say, type Sentences, translator } from './texts/translate.ts'
export { requiredInputs } from './validate/required-inputs.ts'
export { type Known, validate } from './validate/validate.ts'
