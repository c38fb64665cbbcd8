import { called, error, type Finding, type Rule, warning } from '../rule.ts'

/** Fields have keys of their own, choices have options, and CRM fields exist. */
export const forms: Rule = (model, known) =>
  Object.values(model.nodes).flatMap((node): Finding[] => {
    if (node.type !== 'userTask' && node.type !== 'startEvent') return []
    const seen = new Set<string>()
    return node.form.flatMap((field): Finding[] => {
      const found: Finding[] = []
      const property = `form.${field.key}`
      if (field.key === '')
        found.push(
          error(node.id, `A field of ${called(node)} has no key. Give it one.`, { property: 'form' }),
        )
      else if (seen.has(field.key))
        found.push(
          error(node.id, `Two fields of ${called(node)} have the key "${field.key}". Rename one.`, {
            property,
          }),
        )
      seen.add(field.key)
      if (
        /select$/.test(field.type) &&
        (!field.options || (Array.isArray(field.options) && field.options.length === 0))
      )
        found.push(
          warning(
            node.id,
            `The field "${field.label}" of ${called(node)} offers nothing to choose. Add options.`,
            { property },
          ),
        )
      if (field.bind && known.fields && !known.fields.includes(field.bind))
        found.push(
          warning(
            node.id,
            `The field "${field.label}" of ${called(node)} stands for "${field.bind}", which does not exist. Choose another.`,
            { property },
          ),
        )
      return found
    })
  })
