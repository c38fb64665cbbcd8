import { BpmnModdle } from 'bpmn-moddle'
import batonModdle from '#engine/model/baton.json'
import type { Factory, Moddle } from './dialect.ts'

/** Reads and writes BPMN XML without a canvas; knows Baton's extension and keeps what it does not know. */
export interface DrawingModel extends Factory {
  fromXML(xml: string): Promise<{ rootElement: Moddle }>
  toXML(definitions: Moddle, options?: { format?: boolean }): Promise<{ xml: string }>
}

/** The reader and writer that the canvas uses, too. */
export const createDrawingModel = (): DrawingModel =>
  new BpmnModdle({ baton: batonModdle }) as unknown as DrawingModel
