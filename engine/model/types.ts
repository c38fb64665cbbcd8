/**
 * What a drawing means, freed from XML: plain JSON, every reference resolved, every expression told from a literal.
 *
 * `parse.ts` writes this, `validate/`, `compiler/` and `core/` read it, nobody changes it.
 */
import type { DecisionModel } from './decision.ts'
import type { Json } from './json.ts'

/** A value somebody wrote into the drawing. `foreign` could not be translated to FEEL and is an incident when needed. */
export type Expression =
  | { type: 'literal'; value: Json }
  | { type: 'feel'; text: string /** What another engine's file said. */; from?: string }
  | { type: 'foreign'; language: string; text: string }

/** Whose extensions the drawing carries; decides the defaults in which engines differ. */
export type Dialect = 'bpmn' | 'baton' | 'camunda' | 'zeebe' | 'flowable' | 'activiti' | 'jbpm'

/** One process of a drawing. Nodes and flows of all its scopes lie side by side, by id, in drawing order. */
export interface ProcessModel {
  key: string
  name: string
  executable: boolean
  dialect: Dialect
  documentation?: string
  versionTag?: string
  /** Set when the process is a sales pipeline: the CRM entity that moves through it. */
  pipeline?: { entity: string; color?: string }
  /** The process's own scope has the process key as id. */
  scopes: Record<string, ScopeModel>
  nodes: Record<string, FlowNode>
  flows: Record<string, SequenceFlow>
  lanes: Lane[]
  /** Keys by which messages find the conversation, and so the instance, they belong to. */
  correlations: CorrelationKeyModel[]
}

/**
 * A correlation key (§8.4.2): properties that every message of a conversation carries, each message in a place of its
 * own. The first message sent or received sets it, unless bindings say how the process itself knows the values.
 */
export interface CorrelationKeyModel {
  id: string
  name: string
  properties: {
    name: string
    /** By name of the message: where its payload has the value. */
    retrievals: Record<string, Expression>
    /** From the correlation subscription: the value as the process's own data have it just now. */
    binding?: Expression
  }[]
}

/** The inside of a process, a sub-process or an ad-hoc sub-process. */
export interface ScopeModel {
  id: string
  /** Enclosing scope; absent for the process itself. */
  parent?: string
  nodes: string[]
  flows: string[]
  /** BPMN properties and data objects: names with their initial value, local to the scope. */
  data: { id: string; name: string; value?: Expression; collection?: boolean }[]
}

export interface Lane {
  id: string
  name: string
  nodes: string[]
  /** Group that works this lane; the lane's name when nothing else says it. */
  group: string
}

export interface SequenceFlow {
  id: string
  name?: string
  scope: string
  source: string
  target: string
  condition?: Expression
  outcome?: { requires: string[]; tone?: 'positive' | 'negative' | 'neutral' }
}

export type FlowNode = Activity | EventNode | Gateway
export type ElementType = FlowNode['type']

/** What every flow node says. */
export interface NodeBase {
  id: string
  name: string
  documentation?: string
  /** Scope that holds the node. */
  scope: string
  incoming: string[]
  outgoing: string[]
  stage?: Stage
  mapping: Mapping
}

/** What goes into an activity or event and what comes out of it, by assignment of values to names. */
export interface Mapping {
  inputs: Assignment[]
  outputs: Assignment[]
  /** All variables travel as well (call activities of some dialects). */
  allIn?: boolean
  allOut?: boolean
  /** Name of the only data input of what throws, or data output of what catches: it is the payload, whole (§10.5.1). */
  payload?: string
}
export interface Assignment {
  target: string
  source: Expression
  /** An input of our own: reading a name nobody has is an incident, not null. */
  strict?: true
}

export interface Stage {
  key: string
  name: string
  color?: string
  kind: 'open' | 'won' | 'lost'
  probability?: number
  order?: number
  jumpFrom: string[] | '*'
}

/** What every activity says. */
export interface ActivityBase extends NodeBase {
  /** Flow taken when no condition holds. */
  default?: string
  /** Ids of the boundary events, in drawing order. */
  boundary: string[]
  loop?: Loop
  /** Runs only when compensation asks for it (§10.7). */
  forCompensation: boolean
  /** Id of the activity that undoes this one. */
  compensation?: string
  startQuantity: number
  completionQuantity: number
  properties: { name: string; value?: Expression }[]
}

export type Activity =
  | (ActivityBase & { type: 'task' | 'manualTask' })
  | (ActivityBase & { type: 'userTask'; assignment: Assigned; form: FormFieldModel[]; formKey?: string })
  | (ActivityBase & { type: 'serviceTask'; connector?: Connector })
  | (ActivityBase & { type: 'sendTask'; connector?: Connector; message?: MessageTrigger })
  | (ActivityBase & { type: 'receiveTask'; message: MessageTrigger; instantiate: boolean })
  | (ActivityBase & { type: 'scriptTask'; script?: Expression; result?: string; format?: string })
  | (ActivityBase & {
      type: 'businessRuleTask'
      decision?: Expression
      /** Id or name of the decision to make. */
      decisionRef?: string
      /** Of a decision that is deployed by itself: the version to ask, else the newest. */
      decisionVersion?: number
      /** The one that was the newest when the process was deployed. */
      decisionBinding?: 'deployment'
      /** The newest that carries this tag. */
      decisionTag?: string
      /** The DMN file the task carries, until it has been read into `decisions`. */
      dmn?: string
      decisions?: DecisionModel
      result?: string
      connector?: Connector
    })
  | (ActivityBase & { type: 'subProcess' | 'transaction' })
  | (ActivityBase & { type: 'eventSubProcess' })
  | (ActivityBase & {
      type: 'adHocSubProcess'
      ordering: 'parallel' | 'sequential'
      completion?: Expression
      cancelRemaining: boolean
      /** Names of the activities to begin with, when the drawing gives them. */
      active?: Expression
    })
  | (ActivityBase & {
      type: 'callActivity'
      called?: Expression
      version?: Expression
      binding: 'latest' | 'deployment' | 'version' | 'tag'
      businessKey?: Expression
    })

/** Who may do a task; literal or FEEL. Groups from the lane are already in `candidateGroups`. */
export interface Assigned {
  assignee?: Expression
  candidateUsers?: Expression
  candidateGroups?: Expression
  due?: Expression
  dueCounting?: TimerCounting
  priority?: Expression
}

/** One field of a form, ready to be shown. */
export interface FormField {
  key: string
  label: string
  type:
    | 'text'
    | 'longtext'
    | 'number'
    | 'money'
    | 'date'
    | 'datetime'
    | 'boolean'
    | 'select'
    | 'multiselect'
    | 'user'
    | 'email'
    | 'phone'
  required?: boolean
  /** CRM field to read from and write to, e.g. `deal.amount`; unset: a process variable named `key`. */
  bind?: string
  options?: { value: string; label: string }[]
  min?: number
  max?: number
  pattern?: string
  help?: string
  /** FEEL condition over the other fields; the field shows only while it holds. */
  showWhen?: string
}

/** A form field as drawn: its bounds are literal, `required` and the first value may be expressions. */
export type FormFieldModel = Omit<FormField, 'required' | 'options'> & {
  required?: Expression
  value?: Expression
  options?: FormField['options'] | Expression
}

export interface Connector {
  type: string
  parameters: { name: string; value: Expression }[]
  retries: number
  backoff: string
  /** Variable that takes the whole result. */
  result?: string
  /** Done by a worker outside, unless there is a connector of this type; its topic is the parameter `topic`, else the type. */
  external?: true
}

/** Standard loop (§10.3.7.1) or multi-instance (§10.3.7.2). */
export type Loop =
  | {
      type: 'standard'
      condition?: Expression
      testBefore: boolean
      maximum?: Expression
      counterFrom: 0 | 1
    }
  | {
      type: 'multi'
      sequential: boolean
      cardinality?: Expression
      collection?: Expression
      element?: string
      outputCollection?: string
      outputElement?: Expression
      completion?: Expression
      /** When an event is thrown as rounds complete (§10.3.7.2, behavior). */
      behavior: 'none' | 'one' | 'all' | 'complex'
      behaviorEvent?: Trigger
      complex: { condition: Expression; event: Trigger }[]
      counterFrom: 0 | 1
    }

export type EventNode =
  | (EventBase & {
      type: 'startEvent'
      interrupting: boolean
      record?: RecordTrigger
      form: FormFieldModel[]
    })
  | (EventBase & { type: 'catchEvent' })
  | (EventBase & { type: 'throwEvent'; connector?: Connector })
  | (EventBase & { type: 'boundaryEvent'; host: string; interrupting: boolean })
  | (EventBase & { type: 'endEvent'; connector?: Connector })

/** What every event says. */
export interface EventBase extends NodeBase {
  /** What makes the event happen, or what it throws: none, one or several (multiple events). */
  triggers: Trigger[]
  /** All triggers have to come (parallel multiple) instead of any. */
  parallelMultiple: boolean
}

/** A CRM event that starts the process. */
export interface RecordTrigger {
  on: string
  condition?: Expression
}

export type Trigger =
  | MessageTrigger
  | ({ type: 'timer'; kind: 'date' | 'duration' | 'cycle'; value: Expression } & TimerCounting & {
        /** A date that has passed is an incident instead of firing at once. */
        past?: 'refuse'
      })
  | { type: 'signal'; name: Expression; payload?: Expression; local?: boolean }
  | { type: 'error'; code?: string; name?: string; message?: Expression; variable?: string }
  | { type: 'escalation'; code?: string; name?: string; variable?: string }
  | { type: 'conditional'; condition: Expression }
  | { type: 'link'; name: string }
  | { type: 'compensation'; activity?: string; wait: boolean }
  | { type: 'cancel' }
  | { type: 'terminate'; all?: boolean }

/** How working time is counted for a timer or a due date. */
export interface TimerCounting {
  /** Whose working time; the house's when unset. */
  calendar?: 'owner' | 'team'
  /** What falls outside working time waits for the next opening. */
  within?: true
}

export type TriggerType = Trigger['type']

export interface MessageTrigger {
  type: 'message'
  name: Expression
  correlationKey?: Expression
  payload?: Expression
}

export type Gateway =
  | (GatewayBase & { type: 'exclusiveGateway' })
  | (GatewayBase & { type: 'inclusiveGateway' })
  | (GatewayBase & { type: 'parallelGateway' })
  | (GatewayBase & { type: 'complexGateway'; activation?: Expression })
  | (GatewayBase & { type: 'eventBasedGateway'; instantiate: boolean; parallel: boolean })

/** What every gateway says. */
export interface GatewayBase extends NodeBase {
  default?: string
}

/** What became of one thing that another engine's file says at an element. */
export interface ImportNote {
  element: string
  verdict: 'taken' | 'translated' | 'ignored' | 'refused'
  /** The attribute, extension element or expression, as the file has it. */
  what: string
  why?: string
}

/** Something wrong or remarkable in a drawing; data, never thrown. */
export interface Problem {
  /** The rule that found it; names its file in `validate/rules/`, or `xml`, `import`, `limits` for the parser's own. */
  rule: string
  severity: 'error' | 'warning' | 'info'
  /** Id of the element. */
  element?: string
  /** The attribute to look at, e.g. `condition`, `assignee`, `timer`. */
  property?: string
  /** What is wrong and what cures it, for the person who draws. */
  message: string
  /** Machine name of a quick fix a modeler can offer. */
  fix?: string
  /** Ids of the nodes a run passes, one after the other, that shows the fault. */
  run?: string[]
  line?: number
}
