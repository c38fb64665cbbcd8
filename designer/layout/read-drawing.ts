import { is, list } from '../modeler/dialect.ts'
import { createDrawingModel } from '../modeler/moddle.ts'
import { layOut } from './lay-out.ts'

/**
 * Reads a BPMN file somebody brought as the next drawing of a process: its main process takes that key, a missing
 * picture is made, everything unknown stays. Throws, with a sentence, what is no BPMN drawing with a process in it.
 */
export async function readDrawing(xml: string, key: string): Promise<string> {
  const model = createDrawingModel()
  const { rootElement: definitions } = await model.fromXML(xml)
  const processes = list(definitions, 'rootElements').filter(root => is(root, 'bpmn:Process'))
  const main = processes.find(process => process.get('isExecutable') === true) ?? processes[0]
  if (!main) throw new Error('There is no process in this file.')
  if (processes.some(process => process.id === key)) return (await layOut(xml)).xml
  main.id = key
  const renamed = await model.toXML(definitions, { format: true })
  return (await layOut(renamed.xml)).xml
}
