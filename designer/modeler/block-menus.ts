import { type Block, blocksOf } from '../blocks/blocks.ts'
import { addBlock, pickUp } from '../blocks/create.ts'
import { colorOf } from '../blocks/groups.ts'
import { iconMarkup } from '../blocks/icons.ts'
import type { DesignerConfig, DesignerModeler } from './create-modeler.ts'
import type { Shape } from './dialect.ts'

type Entries = Record<string, object>

interface PopupMenu {
  registerProvider(menu: string, priority: number, provider: BlockMenus): void
  close(): void
}

/** Puts our blocks before BPMN's elements in the menus "create" (N) and "append" (A). */
export class BlockMenus {
  static $inject = ['popupMenu', 'config.baton', 'bpmnjs']
  private blocks: Block[]
  private popupMenu: PopupMenu
  private modeler: DesignerModeler
  private group: { id: string; name: string }

  constructor(popupMenu: PopupMenu, config: DesignerConfig, bpmnjs: DesignerModeler) {
    this.blocks = blocksOf(config.connectors, config.t).filter(block => block.group !== 'flow')
    this.popupMenu = popupMenu
    this.modeler = bpmnjs
    this.group = { id: 'baton-blocks', name: config.t('blocks.title') }
    // Asked last, so that the entries of all others are there to stand behind ours.
    popupMenu.registerProvider('bpmn-append', 500, this)
    popupMenu.registerProvider('bpmn-create', 500, this)
  }

  getPopupMenuEntries(target: Shape) {
    return (entries: Entries): Entries => ({
      ...Object.fromEntries(this.blocks.map(block => [`baton-${block.id}`, this.entry(block, target)])),
      ...entries,
    })
  }

  private entry(block: Block, target: Shape): object {
    const icon = `<svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="${colorOf(block.group)}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">${iconMarkup(block.icon)}</svg>`
    return {
      label: block.title,
      description: block.hint,
      imageHtml: icon,
      group: this.group,
      search: block.hint,
      action: {
        click: () => {
          this.popupMenu.close()
          addBlock(block, this.modeler, target?.incoming ? target : undefined)
        },
        dragstart: (event: Event) => {
          this.popupMenu.close()
          pickUp(block, this.modeler, event)
        },
      },
    }
  }
}

export const blockMenusModule = {
  __init__: ['batonMenus'],
  batonMenus: ['type', BlockMenus],
}
