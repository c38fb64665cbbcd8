import { BpmnModdle } from 'bpmn-moddle'
import baton from './baton.json' with { type: 'json' }
import { decodeXml } from './decode.ts'
import { checkLimits, defaultLimits, type XmlLimits } from './limits.ts'
import { withOneName } from './namespaces.ts'
import type { Moddle, Reading } from './read/element.ts'
import { readGlobalTask, readProcess } from './read/process.ts'
import { reportOn } from './read/report.ts'
import type { Dialect, ImportNote, Problem, ProcessModel } from './types.ts'

/** A drawing as read: its processes, what is wrong with it, and the text as decoded. */
export interface Parsed {
  models: ProcessModel[]
  problems: Problem[]
  /** What became of what another engine's extensions say; empty for a file that has none. */
  report: ImportNote[]
  xml: string
}

/** Read a BPMN file: decode, check the limits, parse, understand. Bad input gives problems, never an exception. */
export async function parseBpmn(
  source: string | Uint8Array,
  options: { limits?: Partial<XmlLimits> } = {},
): Promise<Parsed> {
  const xml = decodeXml(source)
  if (xml === null)
    return failed('', {
      rule: 'xml',
      severity: 'error',
      message: 'The file is not text in the encoding it declares. Save it as UTF-8.',
    })
  const excess = checkLimits(xml, { ...defaultLimits, ...options.limits })
  if (excess) return failed(xml, excess)
  try {
    const parsed = (await new BpmnModdle({ baton }).fromXML(
      withGlobalScripts(withOneName(xml)),
    )) as unknown as ModdleResult
    return { ...understand(parsed), xml }
  } catch (error) {
    return failed(xml, unreadable(error))
  }
}

/** The standard writes a global script as an element, the library knows it only as an attribute (§10.8.4). */
function withGlobalScripts(xml: string): string {
  if (!xml.includes('lobalScriptTask')) return xml
  const pattern =
    /<((?:[\w-]+:)?)globalScriptTask\b([^>]*)>([\s\S]*?)<\1script\b[^>]*>([\s\S]*?)<\/\1script>/g
  return xml.replace(pattern, (_, prefix: string, attributes: string, before: string, script: string) => {
    const text = script.replace(/^\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*$/, '$1')
    const value = text
      .replace(/&(?!\w+;)/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/"/g, '&quot;')
    return `<${prefix}globalScriptTask${attributes} script="${value}">${before}`
  })
}

interface ModdleResult {
  rootElement: Moddle
  warnings: { message: string; element?: Moddle; property?: string; value?: string }[]
  references: { element: Moddle; property: string; id: string }[]
  elementsById: Record<string, Moddle>
}

function understand(parsed: ModdleResult): Omit<Parsed, 'xml'> {
  const { rootElement: root } = parsed
  const prefixes = prefixesOf(root.$attrs ?? {})
  const reading: Reading = {
    dialect: dialectOf(root, prefixes),
    problems: [],
    prefixes,
    language: plainLanguage((root.expressionLanguage as string | undefined) ?? ''),
    unresolved: new Map(),
    root,
    ids: new Map(),
    taken: new Set(Object.keys(parsed.elementsById)),
  }
  for (const warning of parsed.warnings) readWarning(warning, reading)
  const roots = (root.rootElements as Moddle[] | undefined) ?? []
  const processes = roots.filter(element => element.$type === 'bpmn:Process')
  const models = [
    ...processes.map(element => readProcess(element, reading)),
    ...roots
      .filter(element => /^bpmn:Global\w*Task$/.test(element.$type))
      .map(task => readGlobalTask(task, reading)),
  ]
  if (models.length === 0)
    reading.problems.push({
      rule: 'import',
      severity: 'info',
      message:
        'The file holds no process, so there is nothing to run. Draw a process, or keep the file for display.',
    })
  const report = processes.flatMap((element, i) => reportOn(element, models[i]!, reading))
  return { models, problems: reading.problems, report }
}

const namespaces: Record<string, Dialect> = {
  'http://camunda.org/schema/1.0/bpmn': 'camunda',
  'http://operaton.org/schema/1.0/bpmn': 'camunda',
  'http://camunda.org/schema/zeebe/1.0': 'zeebe',
  'http://flowable.org/bpmn': 'flowable',
  'http://activiti.org/bpmn': 'activiti',
  'http://www.jboss.org/drools': 'jbpm',
  'https://baton.dev/schema/bpmn/1.0': 'baton',
}

function prefixesOf(attributes: Record<string, string>): Partial<Record<Dialect, string>> {
  const found: Partial<Record<Dialect, string>> = {}
  for (const [name, uri] of Object.entries(attributes)) {
    const dialect = name.startsWith('xmlns:') ? namespaces[uri] : undefined
    if (dialect) found[dialect] = name.slice('xmlns:'.length)
  }
  return found
}

function dialectOf(root: Moddle, prefixes: Partial<Record<Dialect, string>>): Dialect {
  const order: Dialect[] = ['baton', 'zeebe', 'camunda', 'flowable', 'activiti', 'jbpm']
  const said = order.find(dialect => prefixes[dialect])
  return said ?? (/jboss|jbpm|drools/i.test(String(root.exporter ?? '')) ? 'jbpm' : 'bpmn')
}

/** The BPMN default is XPath, which every modeler writes and none means; only an explicit other language counts. */
function plainLanguage(language: string): string {
  return /XPath$/i.test(language) ? '' : language
}

/** moddle turns most faults into warnings; each is an error, a note, or a name to be used as it stands. */
function readWarning(warning: ModdleResult['warnings'][number], reading: Reading): void {
  const { element, property, value } = warning
  if (element && property && value !== undefined) {
    const name = property.replace(/^.*:/, '')
    reading.unresolved.set(element, { ...reading.unresolved.get(element), [name]: value })
    if (!/^(error|signal|message|escalation|activity)Ref$/.test(name)) return
    reading.problems.push({
      rule: 'import',
      severity: 'info',
      ...(element.$parent?.id && { element: element.$parent.id }),
      message: `"${value}" is not declared in the file; Baton takes it as the ${name.replace('Ref', '')}'s name.`,
    })
    return
  }
  reading.problems.push(unparsable(warning.message))
}

/** Without one of these the process would be another; without a resource or a label it is the same. */
const matters = /(process|task|event|gateway|activity|transaction|flow|definition|expression|association)$/i

function unparsable(message: string): Problem {
  const line = /line: (\d+)/.exec(message)?.[1]
  const at = line === undefined ? {} : { line: Number(line) + 1 }
  const tag = /unparsable content <([^ >/]*)/.exec(message)?.[1]
  const severity = tag === undefined || matters.test(tag) ? 'error' : 'warning'
  const duplicate = /duplicate ID <(.*)>/.exec(message)
  if (duplicate)
    return {
      rule: 'duplicate-id',
      severity,
      element: duplicate[1]!,
      message: `Two elements have the id "${duplicate[1]}". Give one of them another id.`,
      ...at,
    }
  const reason = /nested error: (.*)/.exec(message)?.[1]
  if (tag !== undefined)
    return {
      rule: 'unknown-element',
      severity,
      message: `<${tag}> cannot be read (${reason ?? 'not understood'}) and was left out. Correct it, or move it into extensionElements.`,
      ...at,
    }
  return { rule: 'xml', severity: 'warning', message: message.split('\n')[0]!, ...at }
}

function unreadable(error: unknown): Problem {
  const warnings = (error as { warnings?: { message: string }[] }).warnings ?? []
  const message = [
    error instanceof Error ? error.message : String(error),
    ...warnings.map(w => w.message),
  ].join('\n')
  const line = /line: (\d+)/.exec(message)?.[1]
  const reason = /nested error: (.*)/.exec(message)?.[1] ?? message.split('\n')[0]
  return {
    rule: 'xml',
    severity: 'error',
    message: `The file is no readable BPMN: ${reason}. Correct the XML, or export the drawing again.`,
    ...(line !== undefined && { line: Number(line) + 1 }),
  }
}

function failed(xml: string, problem: Problem): Parsed {
  return { models: [], problems: [problem], report: [], xml }
}
