import { called, error, nodesOf, type Rule } from '../rule.ts'

/** A business rule task asks for a decision that is there: drawn into it, or imported as a DMN file of its own. */
export const decisionsKnown: Rule = (model, { decisions: known }) =>
  nodesOf(model, 'businessRuleTask').flatMap(node => {
    const { decisionRef: asked, decisionVersion: version } = node
    if (!known || !asked || node.decision || node.decisions || node.connector) return []
    const versions = Object.hasOwn(known, asked) ? known[asked]! : []
    if (version === undefined ? versions.length > 0 : versions.includes(version)) return []
    const which = version === undefined || versions.length === 0 ? '' : ` in version ${version}`
    const message = `${called(node)} asks for the decision "${asked}"${which}, which is not here. Import its DMN file on the Processes page, or draw the table into the task.`
    return [error(node.id, message, { property: 'decisionRef' })]
  })
