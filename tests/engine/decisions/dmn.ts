/** Small DMN files in a few words. */

interface Table {
  hitPolicy?: string
  aggregation?: string
  inputs: string[]
  outputs: (string | { name: string; values?: string; otherwise?: string })[]
  /** `['"Winter"', '> 3', '"Roastbeef"']`: one text a column, inputs first. */
  rules: string[][]
}

interface Drawn {
  id: string
  name?: string
  requires?: string[]
  inputs?: string[]
  table?: Table
  literal?: string
  /** Boxed expressions as they are in the file. */
  xml?: string
}

/** A file of decisions; `models` are knowledge models as `[name, parameters, literal]`. */
export function drawDecisions(
  decisions: Drawn[],
  models: [string, string[], string][] = [],
  version = '20191111',
): string {
  const namespace =
    version === '20151101'
      ? 'http://www.omg.org/spec/DMN/20151101/dmn.xsd'
      : `https://www.omg.org/spec/DMN/${version}/MODEL/`
  const inputs = [...new Set(decisions.flatMap(({ inputs = [] }) => inputs))]
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="${namespace}" id="definitions" name="Test" namespace="test">
${inputs.map(name => `<inputData id="in_${inputs.indexOf(name)}" name="${name}"><variable name="${name}"/></inputData>`).join('\n')}
${models
  .map(
    ([
      name,
      parameters,
      text,
    ]) => `<businessKnowledgeModel id="bkm_${name.replace(/\W/g, '_')}" name="${name}"><variable name="${name}"/>
<encapsulatedLogic>${parameters.map(parameter => `<formalParameter name="${parameter}"/>`).join('')}<literalExpression><text>${escaped(text)}</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>`,
  )
  .join('\n')}
${decisions.map(decision => drawDecision(decision, inputs)).join('\n')}
</definitions>`
}

function drawDecision(
  { id, name = id, requires = [], inputs = [], table, literal, xml }: Drawn,
  all: string[],
): string {
  return `<decision id="${id}" name="${name}"><variable name="${name}"/>
${requires.map(required => `<informationRequirement><requiredDecision href="#${required}"/></informationRequirement>`).join('')}
${inputs.map(input => `<informationRequirement><requiredInput href="#in_${all.indexOf(input)}"/></informationRequirement>`).join('')}
${literal === undefined ? '' : `<literalExpression><text>${escaped(literal)}</text></literalExpression>`}${table ? drawTable(id, table) : ''}${xml ?? ''}
</decision>`
}

function drawTable(id: string, { hitPolicy, aggregation, inputs, outputs, rules }: Table): string {
  const attributes = `${hitPolicy ? ` hitPolicy="${hitPolicy}"` : ''}${aggregation ? ` aggregation="${aggregation}"` : ''}`
  return `<decisionTable${attributes}>
${inputs.map(text => `<input><inputExpression><text>${escaped(text)}</text></inputExpression></input>`).join('')}
${outputs
  .map(output => {
    const { name, values, otherwise } = typeof output === 'string' ? { name: output } : output
    return `<output name="${name}">${values ? `<outputValues><text>${escaped(values)}</text></outputValues>` : ''}${otherwise ? `<defaultOutputEntry><text>${escaped(otherwise)}</text></defaultOutputEntry>` : ''}</output>`
  })
  .join('')}
${rules
  .map((cells, i) => {
    const entry = (kind: string) => (text: string) => `<${kind}><text>${escaped(text)}</text></${kind}>`
    return `<rule id="${id}_${i + 1}">${cells.slice(0, inputs.length).map(entry('inputEntry')).join('')}${cells.slice(inputs.length).map(entry('outputEntry')).join('')}</rule>`
  })
  .join('\n')}
</decisionTable>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
