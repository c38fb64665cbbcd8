import Modeler from 'bpmn-js/lib/Modeler'
import colorPickerModule from 'bpmn-js-color-picker'
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything'
import { BpmnPropertiesPanelModule } from 'bpmn-js-properties-panel'
import gridModule from 'diagram-js-grid'
import minimapModule from 'diagram-js-minimap'
import batonModdle from '#engine/model/baton.json'
import type { Catalogue } from '../catalogue.ts'
import { createTexts, type Locale, type Texts } from '../i18n/texts.ts'
import { propertiesModule } from '../properties/provider.ts'
import { blockMenusModule } from './block-menus.ts'
import { blockRendererModule } from './block-renderer.ts'
import { contextPadModule } from './context-pad.ts'
import type { Services } from './dialect.ts'
import { dropOnLabelModule } from './drop-on-label.ts'
import { themedDrawing } from './themed.ts'
import { translateModule } from './translate.ts'

export type DesignerModeler = Modeler<Services>

/** What our modules of a modeler are told; they ask the injector for `config.baton`. */
export interface DesignerConfig extends Catalogue {
  t: Texts
}

export interface ModelerPlaces {
  canvas: HTMLElement
  properties: HTMLElement
}

/** Makes a modeler with everything the designer adds to bpmn-js; the caller destroys it. */
export async function createModeler(
  places: ModelerPlaces,
  catalogue: Catalogue,
  locale: Locale,
): Promise<DesignerModeler> {
  const config: DesignerConfig = { ...catalogue, t: createTexts(locale) }
  const modeler = new Modeler<Services>({
    container: places.canvas,
    ...themedDrawing,
    propertiesPanel: { parent: places.properties, feelPopupContainer: places.canvas.parentElement },
    moddleExtensions: { baton: batonModdle },
    baton: config,
    minimap: { open: false },
    gridSnapping: { active: true },
    // Left, top, right, bottom: blocks come in over the left edge, and must not push the drawing away.
    autoScroll: { scrollThresholdIn: [4, 20, 20, 20] },
    additionalModules: [
      await translateModule(locale),
      BpmnPropertiesPanelModule,
      propertiesModule,
      blockRendererModule,
      contextPadModule,
      dropOnLabelModule,
      CreateAppendAnythingModule,
      blockMenusModule,
      colorPickerModule,
      minimapModule,
      gridModule,
    ],
  } as never)
  // After a drop from our panel the canvas has no focus, and without it bpmn-js hears no keys.
  // A listener that answers anything ends the event for all others, hence the braces.
  modeler.on(['create.end', 'autoPlace.end'], () => {
    setTimeout(() => modeler.get('canvas').focus())
  })
  return modeler
}
