/** The DMN of a first decision table: one condition on the deal's amount, one answer. */
export function newDecisionTable(name: string): string {
  const said = name.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="decisions" name="${said}" namespace="https://baton.dev/decisions">
  <decision id="decision" name="${said}">
    <decisionTable id="table" hitPolicy="FIRST">
      <input id="input1" label="Amount"><inputExpression id="inputExpression1" typeRef="number"><text>deal.amount</text></inputExpression></input>
      <output id="output1" label="Answer" name="answer" typeRef="string" />
      <rule id="rule1"><inputEntry id="entry1"><text>&gt; 10000</text></inputEntry><outputEntry id="answer1"><text>"yes"</text></outputEntry></rule>
      <rule id="rule2"><inputEntry id="entry2"><text></text></inputEntry><outputEntry id="answer2"><text>"no"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>`
}
