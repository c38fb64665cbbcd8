/** Decisions: DMN decision tables and expressions, read, checked and made on our FEEL. */
export { checkDecisions } from './check.ts'
export { type Decided, decide, type MatchedRules } from './decide.ts'
export type { Decision, DecisionModel, DecisionTable, Logic } from './decision.ts'
export { type ParsedDecisions, parseDecisions } from './parse.ts'
