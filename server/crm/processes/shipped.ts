/** The processes that come with Baton: put in place at the first start, in the language of the house. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseBpmn } from '#engine'
import type { Services } from '../../services.ts'

/** Deploys those that are not there yet; what somebody changed or published stays. */
export async function deployShipped(services: Services): Promise<void> {
  const there = new Set((await services.engine.definitions.list()).map(each => each.key))
  const { locale } = await services.settings.get()
  const comment = locale === 'ru' ? 'Из поставки Baton' : 'Comes with Baton'
  for (const { file, xml } of await shippedProcesses(services.config.root, locale)) {
    const { models } = await parseBpmn(xml)
    const { key } = models.find(model => model.executable) ?? models[0] ?? {}
    if (!key || there.has(key)) continue
    const result = await services.engine.deploy(xml, { by: 'system', comment })
    if (result.ok) services.log.info({ key }, 'shipped process deployed')
    else services.log.error({ file, problems: result.problems }, 'shipped process refused')
  }
}

/** The shipped files with their labels in a language; ids, keys and conditions are the same in all. */
export async function shippedProcesses(
  root: string,
  language: 'en' | 'ru',
): Promise<{ file: string; xml: string }[]> {
  const folder = join(root, 'processes')
  const files = (await readdir(folder).catch(() => [])).filter(file => file.endsWith('.bpmn')).sort()
  const labels: Record<string, string> =
    language === 'en' ? {} : JSON.parse(await readFile(join(folder, `${language}.json`), 'utf8'))
  return Promise.all(
    files.map(async file => {
      const xml = await readFile(join(folder, file), 'utf8')
      return { file, xml: language === 'en' ? xml : withRoom(relabelled(xml, labels)) }
    }),
  )
}

const roomForWord = 72
/** Pixels that a letter of a label takes, and those around all of them; a word that is wider is cut in two. */
const letter = 7.2
const around = 6
const labelBounds = /(<bpmndi:BPMNLabel>\s*<dc:Bounds )x="([\d.]+)"( y="[\d.]+" )width="([\d.]+)"/g

/**
 * Makes narrow labels wide enough; they were drawn for the English ones. That of an event or gateway grows around its
 * middle, to a long word; that of a flow to the right, for at its left stands the line or the step it comes from.
 */
function withRoom(xml: string): string {
  const names = new Map(
    [...xml.matchAll(/<bpmn:sequenceFlow id="([^"]+)" name="([^"]+)"/g)].map(match => [match[1]!, match[2]!]),
  )
  return xml
    .replace(/<bpmndi:BPMNShape [\s\S]*?<\/bpmndi:BPMNShape>/g, shape =>
      shape.replace(labelBounds, (whole, before: string, x: string, y: string, width: string) => {
        const more = roomForWord - Number(width)
        return more > 0 ? `${before}x="${Number(x) - more / 2}"${y}width="${roomForWord}"` : whole
      }),
    )
    .replace(
      /<bpmndi:BPMNEdge [^>]*bpmnElement="([^"]+)"[\s\S]*?<\/bpmndi:BPMNEdge>/g,
      (edge, flow: string) =>
        edge.replace(labelBounds, (_, before: string, x: string, y: string, width: string) => {
          const words = Math.ceil((names.get(flow) ?? '').length * letter + around)
          return `${before}x="${x}"${y}width="${Math.max(Number(width), words)}"`
        }),
    )
}

/** Replaces what people read: names, labels, choices, descriptions, and texts within expressions. */
function relabelled(xml: string, labels: Record<string, string>): string {
  const said = (text: string) => (Object.hasOwn(labels, text) ? labels[text]! : text)
  return xml
    .replace(
      /\b(name|label|help|options|value)="([^"]*)"/g,
      (_, attribute, text) => `${attribute}="${said(text)}"`,
    )
    .replace(
      /\bvalue='([^']*)'/g,
      (_, feel: string) => `value='${feel.replace(/"([^"]*)"/g, (__, text) => `"${said(text)}"`)}'`,
    )
    .replace(/(<bpmn:documentation>)([^<]*)/g, (_, tag, text) => `${tag}${said(text)}`)
}
