declare module 'bpmn-moddle' {
  /** Reads and writes BPMN XML; `packages` add extension schemas by prefix. */
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>, options?: Record<string, unknown>)
    fromXML(xml: string): Promise<unknown>
    toXML(element: unknown, options?: { format?: boolean }): Promise<{ xml: string }>
  }
}
