import { nextWorkingMoment } from '../../model/calendar.ts'
import { addDuration, readMoment } from '../../model/durations.ts'
import type { Expression, FlowNode, FormFieldModel, TimerCounting } from '../../model/types.ts'
import { countingFor } from '../counting.ts'
import type { FormField, ShownTask, UserTask } from '../effects.ts'
import { Fault } from '../fault.ts'
import type { Json, Token, Variables } from '../instance.ts'
import { outcomesOf } from '../outcomes.ts'
import { compute, holds, type Place, textOf, variable } from '../variables.ts'
import { ask, change, nextId, note, tell, type Work } from '../work.ts'
import type { Heed } from './index.ts'

type UserTaskNode = Extract<FlowNode, { type: 'userTask' }>

/** A person is asked to do something; the token waits for the answer. */
export const createUserTask: Heed<'createUserTask'> = (work, token, { node }) => {
  const element = work.process.nodes[node]!
  if (element.type !== 'userTask') return
  const now = work.tokens.get(token.id)!
  const { assignee, candidateUsers, candidateGroups, due, dueCounting, priority } = element.assignment
  const dueAt = due && dueOf(work, now, due, element.name || node, dueCounting)
  const to = textOf(work, now, assignee)
  const rank = priority && Number(compute(work, now, priority))
  const task: UserTask = {
    id: `${work.before._id}:${token.id}:${nextId(work)}`,
    ...shownTask(work, now, element),
    ...(to && { assignee: to }),
    candidateUsers: namesOf(work, now, candidateUsers),
    candidateGroups: namesOf(work, now, candidateGroups),
    ...(dueAt && { due: dueAt }),
    ...(rank !== undefined && Number.isFinite(rank) && { priority: rank }),
    ...(work.before.subject && { subject: work.before.subject }),
  }
  ask(work, { type: 'createTask', task }, now)
  note(work, token, { task: task.id })
  tell(work, 'wait', change(work, token, { state: 'waiting' }))
}

/** The process goes on in another version: an open task asks for what that one asks. A form that fails stays as it was. */
export function changeUserTask(work: Work, token: Token): void {
  const { task } = token.context ?? {}
  const element = work.process.nodes[token.at]
  if (typeof task !== 'string' || element?.type !== 'userTask') return
  try {
    ask(work, { type: 'changeTask', task, shown: shownTask(work, token, element) }, token)
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault
  }
}

function shownTask(work: Work, token: Token, element: UserTaskNode): ShownTask {
  return {
    node: element.id,
    name: element.name || element.id,
    ...(element.documentation && { documentation: element.documentation }),
    form: element.form.map(field => shownField(work, token, field)),
    outcomes: outcomesOf(work.process, element),
    values: valuesOf(work, token, element.form),
  }
}

/** The task is answered, or not needed any more. */
export const closeUserTask: Heed<'closeUserTask'> = (work, token) => {
  const { task, outcome, completed } = work.tokens.get(token.id)!.context ?? {}
  if (typeof task !== 'string') return
  const { by } = work.command
  ask(
    work,
    {
      type: 'closeTask',
      task,
      reason: completed === true ? 'completed' : 'cancelled',
      ...(typeof outcome === 'string' && { outcome }),
      ...(by !== undefined && { by }),
    },
    token,
  )
  note(work, token, { task: undefined, completed: undefined })
}

/** A list by FEEL, or names separated by commas. */
function namesOf(work: Work, place: Place, expression: Expression | undefined): string[] {
  const value = expression ? compute(work, place, expression) : null
  const names = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : []
  return names
    .filter(name => typeof name === 'string')
    .map(name => name.trim())
    .filter(Boolean)
}

/** A duration counts from now; a date stands for itself. */
function dueOf(
  work: Work,
  token: Token,
  due: Expression,
  name: string,
  counting: TimerCounting = {},
): string | undefined {
  const text = textOf(work, token, due).trim()
  if (text === '') return undefined
  const { zone, calendar, within } = countingFor(work, counting)
  const moment = addDuration(work.command.at, text, { zone, calendar }) ?? readMoment(text, zone)
  if (moment) return within ? (nextWorkingMoment(moment, calendar, zone) ?? moment) : moment
  throw new Fault(
    'badDue',
    `The due date of "${name}" is "${text}", neither a duration nor a date.`,
    'Correct it and retry.',
  )
}

function shownField(work: Work, token: Token, field: FormFieldModel): FormField {
  const { required, options, value, ...plain } = field
  void value
  return {
    ...plain,
    ...(required && { required: holds(work, token, required) }),
    ...(options && { options: Array.isArray(options) ? options : optionsOf(compute(work, token, options)) }),
  }
}

function optionsOf(value: Json): { value: string; label: string }[] {
  if (!Array.isArray(value)) return []
  return value.map(entry => {
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry))
      return { value: String(entry), label: String(entry) }
    return {
      value: String(entry.value ?? entry.id ?? ''),
      label: String(entry.label ?? entry.name ?? entry.value ?? ''),
    }
  })
}

/** What the form starts with: a field's own value, else the CRM field or variable it stands for. */
function valuesOf(work: Work, token: Token, form: FormFieldModel[]): Variables {
  const values: Variables = {}
  for (const { key, value, bind } of form) {
    const known = value
      ? compute(work, token, value)
      : bind
        ? bound(work, token, bind)
        : variable(work, token, key)
    if (known !== undefined && known !== null) values[key] = known
  }
  return values
}

function bound(work: Work, token: Token, path: string): Json | undefined {
  const [root, ...rest] = path.split('.')
  let value = variable(work, token, root!) ?? work.command.data?.[root!]
  for (const name of rest)
    value = value !== null && typeof value === 'object' && !Array.isArray(value) ? value[name] : undefined
  return value
}
