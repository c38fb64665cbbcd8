/** A random process that can always come to its end: blocks in sequence, side by side, by condition, inside each other. */
import { drawing } from '../world.ts'

export function randomDrawing(random: () => number): string {
  let ids = 0
  const elements: string[] = []
  const flows: string[] = []
  const pick = <Kind>(kinds: Kind[]) => kinds[Math.floor(random() * kinds.length)]!

  /** Draws a block between two places; answers its entry and its exit. */
  function block(depth: number): [string, string] {
    const id = `n${ids++}`
    const kind = pick(
      depth > 0
        ? ['task', 'job', 'timer', 'message', 'script', 'fork', 'choice', 'sub', 'rounds']
        : ['task', 'job', 'timer', 'message'],
    )
    switch (kind) {
      case 'job':
        elements.push(service(id, ''))
        return [id, id]
      case 'rounds':
        elements.push(
          service(
            id,
            `<multiInstanceLoopCharacteristics isSequential="${random() < 0.5}"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>`,
          ),
        )
        return [id, id]
      case 'timer':
        elements.push(
          `<intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration>PT${1 + Math.floor(random() * 30)}S</timeDuration></timerEventDefinition></intermediateCatchEvent>`,
        )
        return [id, id]
      case 'message':
        elements.push(
          `<intermediateCatchEvent id="${id}"><extensionElements><baton:subscription correlationKey="=order"/></extensionElements><messageEventDefinition messageRef="paid"/></intermediateCatchEvent>`,
        )
        return [id, id]
      case 'script':
        elements.push(
          `<scriptTask id="${id}" scriptFormat="feel"><extensionElements><baton:decision expression="=count + 1" result="count"/></extensionElements></scriptTask>`,
        )
        return [id, id]
      case 'fork':
        return gateway(id, 'parallelGateway', depth)
      case 'choice':
        return gateway(id, 'exclusiveGateway', depth)
      case 'sub':
        return subProcess(id, depth)
      default:
        elements.push(`<userTask id="${id}" name="${id}"/>`)
        return [id, id]
    }
  }

  function gateway(id: string, type: string, depth: number): [string, string] {
    elements.push(
      `<${type} id="${id}"${type === 'exclusiveGateway' ? ` default="${id}_d"` : ''}/>`,
      `<${type} id="${id}j"/>`,
    )
    for (let n = 0; n < 2; n++) {
      const [entry, exit] = chain(depth - 1)
      if (type === 'exclusiveGateway') {
        const condition =
          n === 0 ? `<conditionExpression>=count &gt; ${Math.floor(random() * 3)}</conditionExpression>` : ''
        elements.push(
          `<sequenceFlow id="${id}_${n === 0 ? 'c' : 'd'}" sourceRef="${id}" targetRef="${entry}">${condition}</sequenceFlow>`,
        )
      } else flows.push(`${id} -> ${entry}`)
      flows.push(`${exit} -> ${id}j`)
    }
    return [id, `${id}j`]
  }

  function subProcess(id: string, depth: number): [string, string] {
    const outer = [elements.splice(0), flows.splice(0)] as const
    const [entry, exit] = chain(depth - 1)
    elements.push(`<startEvent id="${id}s"/>`, `<endEvent id="${id}e"/>`)
    flows.push(`${id}s -> ${entry}`, `${exit} -> ${id}e`)
    const inside = elements.splice(0).join('') + flows.splice(0).map(toFlow).join('')
    elements.push(...outer[0], `<subProcess id="${id}">${inside}</subProcess>`)
    flows.push(...outer[1])
    return [id, id]
  }

  function chain(depth: number): [string, string] {
    const blocks = Array.from({ length: 1 + Math.floor(random() * 3) }, () => block(depth))
    for (let n = 1; n < blocks.length; n++) flows.push(`${blocks[n - 1]![1]} -> ${blocks[n]![0]}`)
    return [blocks[0]![0], blocks.at(-1)![1]]
  }

  const [entry, exit] = chain(2)
  return drawing(
    'fire',
    `<startEvent id="start"/>${elements.join('')}<endEvent id="end"/>`,
    `start -> ${entry}`,
    `${exit} -> end`,
    ...flows,
  )
}

function service(id: string, loop: string): string {
  return `<serviceTask id="${id}" name="${id}"><extensionElements><baton:connector type="note" retries="4" backoff="PT2S"/></extensionElements>${loop}</serviceTask>`
}

function toFlow(flow: string): string {
  const [from, to] = flow.split(' -> ')
  return `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`
}
