/** Decisions: DMN decision tables and expressions, read, checked and made on our FEEL. */

export type { Decision, DecisionModel, DecisionTable, Logic } from '../model/decision.ts'
export { checkDecisions } from './check.ts'
export { type Decided, decide, type MatchedRules } from './decide.ts'
export { type ParsedDecisions, parseDecisions } from './parse.ts'
export { parseBpmn } from './read.ts'
