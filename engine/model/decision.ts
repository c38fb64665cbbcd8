/** A DMN file as read: plain JSON, so that it can be stored with the process that asks it. */

export interface DecisionModel {
  id: string
  name: string
  /** By id, in the order of the file. */
  decisions: Record<string, Decision>
  /** Business knowledge models by name: logic with parameters. */
  functions: Record<string, DecisionFunction>
  /** Every name an expression may use, for names that hold an operator's character. */
  names: string[]
  /** The root names it reads from outside, each as an expression: what whoever asks has to bring. */
  reads: { type: 'feel'; text: string }[]
}

export interface Decision {
  id: string
  name: string
  /** What its author calls this version, for tasks that ask by it. */
  tag?: string
  /** The name under which decisions that require this one find its value. */
  variable: string
  /** Ids of the decisions to make first. */
  requires: string[]
  /** Names of the input data it needs. */
  inputs: string[]
  logic: Logic
}

export interface DecisionFunction {
  name: string
  parameters: string[]
  logic: Logic
}

/** How a value is found (DMN 1.3 §7.3). */
export type Logic =
  | { type: 'literal'; text: string }
  | DecisionTable
  | { type: 'context'; entries: { name?: string; logic: Logic }[] }
  | { type: 'list'; items: Logic[] }
  | { type: 'relation'; columns: string[]; rows: Logic[][] }
  | { type: 'invocation'; name: string; bindings: { name: string; logic: Logic }[] }
  | { type: 'none' }

export interface DecisionTable {
  type: 'table'
  hitPolicy: HitPolicy
  aggregation?: Aggregation
  inputs: { text: string; label?: string }[]
  outputs: TableOutput[]
  rules: TableRule[]
}

export interface TableOutput {
  name: string
  /** Allowed values, best first: the order of `PRIORITY` and `OUTPUT ORDER`. */
  values?: string
  /** What it is when no rule matches. */
  otherwise?: string
}

export interface TableRule {
  id: string
  /** One unary test for each input; `-` or nothing matches everything. */
  when: string[]
  /** One expression for each output. */
  then: string[]
}

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'PRIORITY' | 'ANY' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER'
export type Aggregation = 'SUM' | 'COUNT' | 'MIN' | 'MAX'
