/** What is measured, drawn once for all subjects; only the way to name work differs from engine to engine. */
export type Style = 'baton' | 'bpmn-engine' | 'bpmn-server'

/** What runs through from start to end: ten script tasks, twenty rounds, five branches, ten connector jobs. */
export const straights = ['sequence', 'loop', 'fork', 'jobs'] as const
export type Straight = (typeof straights)[number]
export const workloads = [...straights, 'task', 'message'] as const
export type Workload = (typeof workloads)[number]

/** The drawing of a workload in one engine's dialect. */
export function draw(workload: Workload, style: Style, nodes = 10): string {
  const body: Record<Workload, () => string> = {
    sequence: () => chain(Array.from({ length: nodes }, (_, n) => (id: string) => script(id, style, n))),
    jobs: () => chain(Array.from({ length: nodes }, () => (id: string) => service(id, style))),
    task: () => chain([id => `<userTask id="${id}" name="ask"/>`]),
    message: () => chain([id => catching(id, style)]),
    fork: () => fork(style),
    loop: () => loop(style),
  }
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:baton="https://baton.dev/schema/bpmn/1.0" id="definitions" targetNamespace="https://baton.dev">
  <message id="paid" name="paid"/>
  <process id="${workload}" name="${workload}" isExecutable="true">${body[workload]()}</process>
</definitions>`
}

type Draw = (id: string) => string

function chain(elements: Draw[]): string {
  const ids = ['start', ...elements.map((_, n) => `n${n}`), 'end']
  const drawn = elements.map((element, n) => element(`n${n}`)).join('')
  return `<startEvent id="start"/>${drawn}<endEvent id="end"/>${ids
    .slice(1)
    .map((id, n) => flow(ids[n]!, id))
    .join('')}`
}

function fork(style: Style): string {
  const branches = Array.from(
    { length: 5 },
    (_, n) => script(`n${n}`, style, n) + flow('split', `n${n}`) + flow(`n${n}`, 'join'),
  )
  return `<startEvent id="start"/><parallelGateway id="split"/><parallelGateway id="join"/><endEvent id="end"/>${branches.join('')}${flow('start', 'split')}${flow('join', 'end')}`
}

function loop(style: Style): string {
  const more = {
    baton: '=i &lt; 20',
    'bpmn-engine': 'next(null, environment.output.i &lt; 20)',
    'bpmn-server': '(this.token.data.i &lt; 20)',
  }[style]
  const language = style === 'bpmn-engine' ? ' language="javascript"' : ''
  return `<startEvent id="start"/><exclusiveGateway id="again"/>${count(style)}<exclusiveGateway id="which" default="which_end"/><endEvent id="end"/>
${flow('start', 'again')}${flow('again', 'count')}${flow('count', 'which')}${flow('which', 'end')}
<sequenceFlow id="which_again" sourceRef="which" targetRef="again"><conditionExpression xsi:type="tFormalExpression"${language}>${more}</conditionExpression></sequenceFlow>`
}

function count(style: Style): string {
  if (style === 'baton')
    return '<scriptTask id="count"><extensionElements><baton:decision expression="=if i = null then 1 else i + 1" result="i"/></extensionElements></scriptTask>'
  const code =
    style === 'bpmn-engine'
      ? 'environment.output.i = (environment.output.i || 0) + 1; next()'
      : 'this.token.data.i = (this.token.data.i || 0) + 1'
  return `<scriptTask id="count" scriptFormat="javascript"><script>${code}</script></scriptTask>`
}

function script(id: string, style: Style, n: number): string {
  if (style === 'baton')
    return `<scriptTask id="${id}"><extensionElements><baton:decision expression="=${n} + 1" result="v${n}"/></extensionElements></scriptTask>`
  const code =
    style === 'bpmn-engine'
      ? `environment.output.v${n} = ${n} + 1; next()`
      : `this.token.data.v${n} = ${n} + 1`
  return `<scriptTask id="${id}" scriptFormat="javascript"><script>${code}</script></scriptTask>`
}

function service(id: string, style: Style): string {
  if (style === 'baton')
    return `<serviceTask id="${id}"><extensionElements><baton:connector type="echo" retries="3" backoff="PT1S"/></extensionElements></serviceTask>`
  const work = style === 'bpmn-engine' ? `\${environment.services.echo}` : 'echo'
  return `<serviceTask id="${id}" implementation="${work}"/>`
}

function catching(id: string, style: Style): string {
  const key =
    style === 'baton'
      ? '<extensionElements><baton:subscription correlationKey="=order"/></extensionElements>'
      : ''
  return `<intermediateCatchEvent id="${id}">${key}<messageEventDefinition messageRef="paid"/></intermediateCatchEvent>`
}

function flow(from: string, to: string): string {
  return `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`
}
