/** A BPMN file around the inside of one process; foreign namespaces as needed. */
export function bpmn(
  inside: string,
  options: { process?: string; namespaces?: string; root?: string } = {},
): string {
  const { process = 'id="P" isExecutable="true"', namespaces = '', root = '' } = options
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:baton="https://baton.dev/schema/bpmn/1.0" ${namespaces} targetNamespace="test">
  ${root}
  <process ${process}>${inside}</process>
</definitions>`
}
