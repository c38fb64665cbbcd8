import { DmnModdle } from 'dmn-moddle'
import type { Decision, DecisionModel, Logic } from '../model/decision.ts'
import { decodeXml } from '../model/decode.ts'
import { checkLimits } from '../model/limits.ts'
import type { Problem } from '../model/types.ts'
import { checkDecisions } from './check.ts'
import { logicOf, textOf } from './logic.ts'
import { readsOf } from './reads.ts'

/** A decision file as read; `model` is absent when nothing could be made of it. */
export interface ParsedDecisions {
  model?: DecisionModel
  problems: Problem[]
  xml: string
}

/** Reads a DMN file of version 1.1 to 1.5. Bad input gives problems, never an exception. */
export async function parseDecisions(source: string | Uint8Array): Promise<ParsedDecisions> {
  const xml = decodeXml(source)
  if (xml === null) return failed('', 'The file is not text in the encoding it declares. Save it as UTF-8.')
  const excess = checkLimits(xml)
  if (excess) return { problems: [excess], xml }
  try {
    const { rootElement, warnings } = await new DmnModdle().fromXML(asVersion13(xml))
    const model = understand(rootElement as Definitions)
    return { model, problems: [...warnings.map(readWarning), ...checkDecisions(model)], xml }
  } catch (error) {
    return unreadable(xml, error instanceof Error ? error.message : String(error))
  }
}

/** An element as dmn-moddle hands it out; only what is read here. */
export interface DmnElement {
  $type: string
  id?: string
  name?: string
  variable?: { name?: string }
  [property: string]: unknown
}

interface Definitions extends DmnElement {
  drgElement?: DmnElement[]
}

interface Requirement {
  requiredDecision?: { href: string }
  requiredInput?: { href: string }
}

/** What dmn-moddle only warns of; an element it leaves out for its id is lost, so that is an error. */
function readWarning({ message }: { message: string }): Problem {
  const lost = /duplicate ID/i.test(message)
  const told = lost ? `${message}. Give each element an id of its own.` : message
  return { rule: 'xml', severity: lost ? 'error' : 'warning', message: told }
}

/** The other versions differ in what is not read here, and in their name. */
function asVersion13(xml: string): string {
  return xml.replace(
    /https?:\/\/www\.omg\.org\/spec\/DMN\/(20151101\/dmn(11)?\.xsd|\d{8}\/MODEL\/)/g,
    'https://www.omg.org/spec/DMN/20191111/MODEL/',
  )
}

function understand(root: Definitions): DecisionModel {
  const elements = root.drgElement ?? []
  const byId = new Map(elements.map(element => [element.id ?? '', element]))
  const model: DecisionModel = {
    id: root.id ?? 'decisions',
    name: root.name ?? root.id ?? 'Decisions',
    decisions: {},
    functions: {},
    names: [],
    reads: [],
  }
  for (const element of elements) {
    if (element.$type === 'dmn:Decision') {
      const decision = readDecision(element, byId)
      model.decisions[decision.id] = decision
    }
    if (element.$type === 'dmn:BusinessKnowledgeModel') readFunction(element, model)
  }
  model.names = namesIn(model, elements)
  model.reads = readsOf(model).map(text => ({ type: 'feel', text }))
  return model
}

function readDecision(element: DmnElement, byId: Map<string, DmnElement>): Decision {
  const requirements = (element.informationRequirement as Requirement[] | undefined) ?? []
  const decisions = requirements.flatMap(({ requiredDecision }) =>
    requiredDecision ? [idOf(requiredDecision)] : [],
  )
  const inputs = requirements.flatMap(({ requiredInput }) => (requiredInput ? [idOf(requiredInput)] : []))
  return {
    id: element.id ?? '',
    name: element.name ?? element.id ?? '',
    ...tagOf(element),
    variable: nameOf(element),
    requires: decisions,
    inputs: inputs.map(id => nameOf(byId.get(id) ?? { $type: '', id })),
    logic: logicOf(element.decisionLogic as DmnElement | undefined),
  }
}

/** Camunda's version tag, as an attribute or as an extension element. */
function tagOf(element: DmnElement): { tag?: string } {
  const { $attrs } = element as { $attrs?: Record<string, unknown> }
  const attribute = Object.entries($attrs ?? {}).find(([name]) => name.endsWith(':versionTag'))?.[1]
  const inside = (element.extensionElements as { values?: DmnElement[] } | undefined)?.values?.find(
    ({ $type }) => $type.endsWith(':versionTag'),
  )?.value
  const tag = attribute ?? inside
  return typeof tag === 'string' && tag.trim() !== '' ? { tag: tag.trim() } : {}
}

function readFunction(element: DmnElement, model: DecisionModel): void {
  const definition = element.encapsulatedLogic as DmnElement | undefined
  const name = nameOf(element)
  const parameters = (definition?.formalParameter as DmnElement[] | undefined) ?? []
  model.functions[name] = {
    name,
    parameters: parameters.map(parameter => parameter.name ?? ''),
    logic: logicOf(definition?.body as DmnElement | undefined),
  }
}

function idOf({ href }: { href: string }): string {
  return href.slice(href.indexOf('#') + 1)
}

function nameOf(element: DmnElement): string {
  return textOf(element.variable?.name) || element.name || element.id || ''
}

function namesIn(model: DecisionModel, elements: DmnElement[]): string[] {
  const own = elements.map(nameOf)
  const parameters = Object.values(model.functions).flatMap(({ parameters }) => parameters)
  const outputs = Object.values(model.decisions).flatMap(({ logic }) => entryNames(logic))
  return [...new Set([...own, ...parameters, ...outputs])].filter(name => name !== '')
}

function entryNames(logic: Logic): string[] {
  if (logic.type === 'table') return logic.outputs.map(({ name }) => name)
  if (logic.type === 'context')
    return logic.entries.flatMap(({ name, logic }) => [name ?? '', ...entryNames(logic)])
  return logic.type === 'relation' ? logic.columns : []
}

/** The reader tells the tag, the place and the cause in lines of its own; the cause and the line are enough. */
function unreadable(xml: string, message: string): ParsedDecisions {
  const line = /line: (\d+)/.exec(message)?.[1]
  const reason = /nested error: (.*)/.exec(message)?.[1] ?? message.split('\n')[0]
  const told = `The file is no readable DMN: ${reason}. Correct the XML, or export it again where it was made.`
  return {
    problems: [
      {
        rule: 'xml',
        severity: 'error',
        message: told,
        ...(line !== undefined && { line: Number(line) + 1 }),
      },
    ],
    xml,
  }
}

function failed(xml: string, message: string): ParsedDecisions {
  return { problems: [{ rule: 'xml', severity: 'error', message }], xml }
}
