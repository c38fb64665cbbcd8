/** The XML of a drawing to begin with: a start, one step, an end; or a pipeline of stages. */
export function newDrawing(
  key: string,
  name: string,
  kind: 'process' | 'pipeline',
  words: NewDrawingWords,
): string {
  return kind === 'pipeline'
    ? document(key, name, pipeline(key, words), true)
    : document(key, name, process(words), false)
}

export interface NewDrawingWords {
  start: string
  end: string
  task: string
  /** Names of the open stages, in order. */
  stages: string[]
  won: string
  lost: string
  forward: string
}

interface Drawn {
  nodes: string
  shapes: string
}

function process(words: NewDrawingWords): Drawn {
  return {
    nodes: `
    <bpmn:startEvent id="Start" name="${escaped(words.start)}">
      <bpmn:extensionElements><baton:trigger on="button" /></bpmn:extensionElements>
      <bpmn:outgoing>Flow_1</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:userTask id="Task_1" name="${escaped(words.task)}">
      <bpmn:extensionElements><baton:assignment assignee="=deal.owner" due="P2D" /></bpmn:extensionElements>
      <bpmn:incoming>Flow_1</bpmn:incoming>
      <bpmn:outgoing>Flow_2</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="End" name="${escaped(words.end)}"><bpmn:incoming>Flow_2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="Start" targetRef="Task_1" />
    <bpmn:sequenceFlow id="Flow_2" sourceRef="Task_1" targetRef="End" />`,
    shapes: [
      shape('Start', 180, 182, 36, 36),
      shape('Task_1', 270, 160, 100, 80),
      shape('End', 430, 182, 36, 36),
      edge('Flow_1', [216, 200], [270, 200]),
      edge('Flow_2', [370, 200], [430, 200]),
    ].join(''),
  }
}

/** Each stage a task with two ways: forward, or lost. */
function pipeline(key: string, words: NewDrawingWords): Drawn {
  const last = words.stages.length
  const x = (at: number) => 280 + at * 180
  const colors = ['gray', 'blue', 'violet', 'orange']
  const nodes: string[] = []
  const shapes: string[] = [shape('Start', 180, 182, 36, 36), edge('Flow_0', [216, 200], [x(0), 200])]
  nodes.push(`
    <bpmn:startEvent id="Start" name="${escaped(words.start)}">
      <bpmn:extensionElements><baton:trigger on="deal.created" condition="=deal.pipeline = &#34;${escaped(key)}&#34;" /></bpmn:extensionElements>
      <bpmn:outgoing>Flow_0</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="Flow_0" sourceRef="Start" targetRef="Stage_1" />`)
  words.stages.forEach((stage, at) => {
    const id = `Stage_${at + 1}`
    const next = at + 1 < last ? `Stage_${at + 2}` : 'Won'
    const from =
      at === 0 ? '' : ` jumpFrom="${at + 1 < last ? `stage-${at} stage-${at + 2}` : `stage-${at}`}"`
    const probability = Math.round((100 * (at + 1)) / (last + 1))
    nodes.push(`
    <bpmn:userTask id="${id}" name="${escaped(stage)}">
      <bpmn:extensionElements>
        <baton:stage key="stage-${at + 1}" name="${escaped(stage)}" color="${colors[at % colors.length]}" kind="open" probability="${probability}" order="${at + 1}"${from} />
        <baton:assignment assignee="=deal.owner" due="P5D" />
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_${at}</bpmn:incoming>
      <bpmn:outgoing>Flow_${at + 1}</bpmn:outgoing>
      <bpmn:outgoing>Lost_${at + 1}</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="Flow_${at + 1}" name="${escaped(next === 'Won' ? words.won : words.forward)}" sourceRef="${id}" targetRef="${next}">
      <bpmn:extensionElements><baton:outcome tone="positive" /></bpmn:extensionElements>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="Lost_${at + 1}" name="${escaped(words.lost)}" sourceRef="${id}" targetRef="Lost">
      <bpmn:extensionElements><baton:outcome tone="negative" /></bpmn:extensionElements>
    </bpmn:sequenceFlow>`)
    shapes.push(shape(id, x(at), 160, 100, 80))
    shapes.push(edge(`Flow_${at + 1}`, [x(at) + 100, 200], [x(at + 1), 200], [x(at) + 112, 178]))
    shapes.push(
      edge(`Lost_${at + 1}`, [x(at) + 50, 240], [x(at) + 50, 338], [x(last), 338], [x(at) + 58, 262]),
    )
  })
  nodes.push(`
    <bpmn:endEvent id="Won" name="${escaped(words.won)}">
      <bpmn:extensionElements><baton:stage key="won" name="${escaped(words.won)}" color="teal" kind="won" probability="100" order="${last + 1}" /></bpmn:extensionElements>
      <bpmn:incoming>Flow_${last}</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:endEvent id="Lost" name="${escaped(words.lost)}">
      <bpmn:extensionElements><baton:stage key="lost" name="${escaped(words.lost)}" color="red" kind="lost" probability="0" order="${last + 2}" jumpFrom="*" /></bpmn:extensionElements>
      ${words.stages.map((_, at) => `<bpmn:incoming>Lost_${at + 1}</bpmn:incoming>`).join('')}
    </bpmn:endEvent>`)
  shapes.push(shape('Won', x(last), 182, 36, 36), shape('Lost', x(last), 320, 36, 36))
  return { nodes: nodes.join(''), shapes: shapes.join('') }
}

function document(key: string, name: string, { nodes, shapes }: Drawn, isPipeline: boolean): string {
  const flag = isPipeline
    ? '<bpmn:extensionElements><baton:pipeline entity="deal" /></bpmn:extensionElements>'
    : ''
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:baton="https://baton.dev/schema/bpmn/1.0" id="definitions-${escaped(key)}" targetNamespace="https://baton.dev/processes">
  <bpmn:process id="${escaped(key)}" name="${escaped(name)}" isExecutable="true">
    ${flag}${nodes}
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="${escaped(key)}">${shapes}
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`
}

const shape = (id: string, x: number, y: number, width: number, height: number) => {
  const label =
    width < 50
      ? `<bpmndi:BPMNLabel><dc:Bounds x="${x - 22}" y="${y + 42}" width="80" height="14" /></bpmndi:BPMNLabel>`
      : ''
  return `
    <bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" />${label}</bpmndi:BPMNShape>`
}

/** Waypoints; a last point after the arrow's end is where its name stands, when there are more than two. */
function edge(id: string, ...points: [number, number][]): string {
  const named = points.length > 2 ? points[points.length - 1] : undefined
  const way = named ? points.slice(0, -1) : points
  const waypoints = way.map(([x, y]) => `<di:waypoint x="${x}" y="${y}" />`).join('')
  const label = named
    ? `<bpmndi:BPMNLabel><dc:Bounds x="${named[0]}" y="${named[1]}" width="60" height="14" /></bpmndi:BPMNLabel>`
    : ''
  return `
    <bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}">${waypoints}${label}</bpmndi:BPMNEdge>`
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)

/** A process key made of a name: lower case, words joined by `-`, beginning with a letter. */
export function keyFromName(name: string): string {
  const key = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return /^\p{L}/u.test(key) ? key : `process-${key || '1'}`
}
