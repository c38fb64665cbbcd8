/** The processes that come with Baton: put in place at the first start, in the language of the house. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseBpmn } from '#engine'
import type { Services } from '../../services.ts'

/** Deploys those that are not there yet; what somebody changed or published stays. */
export async function deployShipped(services: Services): Promise<void> {
  const there = new Set((await services.engine.definitions.list()).map(each => each.key))
  const { locale } = await services.settings.get()
  for (const { file, xml } of await shippedProcesses(services.config.root, locale)) {
    const { models } = await parseBpmn(xml)
    const { key } = models.find(model => model.executable) ?? models[0] ?? {}
    if (!key || there.has(key)) continue
    const result = await services.engine.deploy(xml, { by: 'system', comment: 'Comes with Baton' })
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

/** Makes narrow labels wide enough for a long word, around the same middle; they were drawn for the English ones. */
function withRoom(xml: string): string {
  return xml.replace(
    /(<bpmndi:BPMNLabel>\s*<dc:Bounds )x="([\d.]+)"( y="[\d.]+" )width="([\d.]+)"/g,
    (whole, before: string, x: string, y: string, width: string) => {
      const more = roomForWord - Number(width)
      return more > 0 ? `${before}x="${Number(x) - more / 2}"${y}width="${roomForWord}"` : whole
    },
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
