import { withOneName } from '#engine/model/namespaces.ts'
import { is, list, type Moddle } from '../modeler/dialect.ts'

export interface LaidOut {
  xml: string
  /** The drawing had no picture, so one was made. */
  generated: boolean
}

/** Gives a diagram without a picture one: steps from left to right. One that has a picture is left alone. */
export async function layOut(given: string): Promise<LaidOut> {
  const xml = withOneName(given)
  if (!needsLayout(xml)) return { xml, generated: false }
  const [{ layoutProcess }, { createDrawingModel }] = await Promise.all([
    import('bpmn-auto-layout'),
    import('../modeler/moddle.ts'),
  ])
  const model = createDrawingModel()
  const { rootElement } = await model.fromXML(xml)
  for (const root of list(rootElement, 'rootElements')) if (is(root, 'bpmn:Process')) linkFlows(root)
  const linked = await model.toXML(rootElement, { format: true })
  return { xml: await layoutProcess(linked.xml), generated: true }
}

/** Whether an XML text holds no drawn shape at all. */
export const needsLayout = (xml: string): boolean => !/<([\w.-]+:)?BPMNShape\b/.test(xml)

/** Says on each node which flows come and go; the layout reads nothing else. */
function linkFlows(scope: Moddle): void {
  const elements = list(scope, 'flowElements')
  for (const flow of elements) {
    if (!is(flow, 'bpmn:SequenceFlow')) {
      if (is(flow, 'bpmn:SubProcess')) linkFlows(flow)
      continue
    }
    for (const [end, names] of [
      ['sourceRef', 'outgoing'],
      ['targetRef', 'incoming'],
    ] as const) {
      const node = flow.get(end) as Moddle | undefined
      const known = node ? list(node, names) : []
      if (node && !known.includes(flow)) known.push(flow)
    }
  }
}
