import type { EventNode } from '../../model/types.ts'
import { called, error, nodesOf, type Rule } from '../rule.ts'

/** Every link throw has one catch of its name beside it; no two catches share a name (§10.5.5). */
export const linkPairs: Rule = model => {
  const catches = nodesOf(model, 'catchEvent').filter(node => linkOf(node) !== undefined)
  const twice = catches.filter(node => catches.some(other => other !== node && same(node, other)))
  const alone = nodesOf(model, 'throwEvent').filter(
    node => linkOf(node) !== undefined && !catches.some(other => same(node, other)),
  )
  return [
    ...twice.map(node =>
      error(node.id, `Two link events catch "${linkOf(node)}". Give one another name.`, { property: 'name' }),
    ),
    ...alone.map(node =>
      error(
        node.id,
        `${called(node)} leads to the link "${linkOf(node)}", which nothing catches. Add the catching link event.`,
        { property: 'name' },
      ),
    ),
  ]
}

function same(a: EventNode, b: EventNode): boolean {
  return a.scope === b.scope && linkOf(a) === linkOf(b)
}

function linkOf(node: EventNode): string | undefined {
  const link = node.triggers.find(trigger => trigger.type === 'link')
  return link?.type === 'link' ? link.name : undefined
}
