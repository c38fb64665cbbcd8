import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Catalogue } from '../catalogue.ts'
import type { Locale } from '../i18n/texts.ts'
import { layOut } from '../layout/lay-out.ts'
import { createModeler, type DesignerModeler } from './create-modeler.ts'
import { showStart } from './fit.ts'

/** A modeler and what became of the drawing it was given. */
export interface OpenModeler {
  modeler?: DesignerModeler
  failure?: string
  warnings: string[]
}

interface Places {
  canvas: RefObject<HTMLDivElement | null>
  properties: RefObject<HTMLDivElement | null>
}

/**
 * Makes a modeler in two places of the page and opens a drawing in it. React may mount twice; each modeler lives in
 * nodes of its own, which React never touches.
 */
export function useModeler(places: Places, xml: string, catalogue: Catalogue, locale: Locale): OpenModeler {
  const [open, setOpen] = useState<OpenModeler>({ warnings: [] })
  const given = useRef({ xml, catalogue })
  useEffect(() => {
    let dead = false
    let made: DesignerModeler | undefined
    const canvas = roomIn(places.canvas.current!)
    const properties = roomIn(places.properties.current!)
    const begin = async () => {
      made = await createModeler({ canvas, properties }, given.current.catalogue, locale)
      if (dead) return made.destroy()
      exposeForTests(made)
      const result = await openDrawing(made, given.current.xml)
      if (!dead) setOpen(result)
    }
    void begin()
    // The panels around come a moment later; until somebody touches the drawing it is shown anew in its room.
    let touched = false
    const onTouch = () => {
      touched = true
    }
    for (const event of ['pointerdown', 'wheel', 'keydown'])
      canvas.addEventListener(event, onTouch, { once: true })
    const watch = new ResizeObserver(() => {
      if (canvas.offsetWidth === 0 || !made) return
      made.get('canvas').resized()
      if (!touched && !made.get('commandStack').canUndo() && made.getDefinitions())
        showStart(made.get('canvas'))
    })
    watch.observe(canvas)
    return () => {
      dead = true
      watch.disconnect()
      setOpen({ warnings: [] })
      made?.destroy()
      canvas.remove()
      properties.remove()
    }
  }, [places.canvas, places.properties, locale])
  return open
}

/** Opens a drawing; a broken one leaves the modeler as it is and says why. */
export async function openDrawing(modeler: DesignerModeler, xml: string): Promise<OpenModeler> {
  try {
    const drawn = await layOut(xml)
    const { warnings } = await modeler.importXML(drawn.xml)
    showStart(modeler.get('canvas'))
    return { modeler, warnings: warnings.map(String) }
  } catch (error) {
    return { modeler, failure: error instanceof Error ? error.message : String(error), warnings: [] }
  }
}

function roomIn(place: HTMLElement): HTMLElement {
  const room = document.createElement('div')
  room.style.cssText = 'position:absolute;inset:0'
  // The library reckons from the left, whatever the page's direction.
  if (place.classList.contains('baton-canvas')) room.dir = 'ltr'
  place.append(room)
  return room
}

declare const __TEST_BUILD__: boolean | undefined

function exposeForTests(modeler: DesignerModeler): void {
  if (typeof __TEST_BUILD__ !== 'undefined' && __TEST_BUILD__) Object.assign(window, { modeler })
}
