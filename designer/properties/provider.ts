import { Group, ListGroup } from '@bpmn-io/properties-panel'
import type { DesignerConfig } from '../modeler/create-modeler.ts'
import type { EventBus, Factory, Modeling, Services, Shape } from '../modeler/dialect.ts'
import { entryOf, type PanelServices, type Section } from './fields.ts'
import { connectorSection, failureSection } from './groups/connector.ts'
import { conversationSection } from './groups/conversation.ts'
import { callSection, decisionSection, foreignSection, loopSection } from './groups/data.ts'
import { conditionalSection, interruptSection, timerSection, triggerSection } from './groups/events.ts'
import { conditionSection, waysSection } from './groups/flow.ts'
import { formSection } from './groups/form.ts'
import { generalSection, processSection } from './groups/general.ts'
import { mappingSections } from './groups/mapping.ts'
import { assignmentSection, outcomeSection, outcomesSection } from './groups/people.ts'
import { referenceSections } from './groups/references.ts'
import { stageSection } from './groups/stage.ts'
import { Panel } from './panel.ts'
import { variablesAt } from './variables.ts'

type Groups = (panel: Panel) => Section | Section[] | undefined

/** The sections of the panel, from top to bottom; each knows for which elements it stands. */
const sections: Groups[] = [
  generalSection,
  processSection,
  conversationSection,
  triggerSection,
  connectorSection,
  decisionSection,
  assignmentSection,
  formSection,
  outcomesSection,
  outcomeSection,
  conditionSection,
  waysSection,
  timerSection,
  referenceSections,
  conditionalSection,
  interruptSection,
  callSection,
  stageSection,
  mappingSections,
  failureSection,
  loopSection,
  foreignSection,
]

/** All sections for one element. */
export const sectionsOf = (panel: Panel): Section[] => sections.flatMap(section => section(panel) ?? [])

interface PanelRegistry {
  registerProvider(priority: number, provider: BatonProperties): void
}

/** Gives bpmn-io's properties panel our sections. */
export class BatonProperties {
  static $inject = [
    'propertiesPanel',
    'config.baton',
    'modeling',
    'bpmnFactory',
    'eventBus',
    'debounceInput',
    'translate',
    'commandStack',
  ]
  private config: DesignerConfig
  private modeling: Modeling
  private factory: Factory
  private eventBus: EventBus
  private services: PanelServices
  private commandStack: Services['commandStack']

  constructor(
    propertiesPanel: PanelRegistry,
    config: DesignerConfig,
    modeling: Modeling,
    factory: Factory,
    eventBus: EventBus,
    debounce: unknown,
    translate: PanelServices['translate'],
    commandStack: Services['commandStack'],
  ) {
    this.config = config
    this.modeling = modeling
    this.factory = factory
    this.eventBus = eventBus
    this.services = { debounce, translate, expressionLabel: config.t('field.expression') }
    this.commandStack = commandStack
    commandStack.registerHandler('baton.together', Together)
    propertiesPanel.registerProvider(500, this)
  }

  getGroups(element: Shape) {
    return (groups: object[]): object[] => [
      ...groups,
      ...sectionsOf(this.panelOf(element)).map(section => this.group(section)),
    ]
  }

  private panelOf(element: Shape): Panel {
    return new Panel({
      element,
      config: this.config,
      variables: variablesAt(element.businessObject, this.config, this.config.t),
      modeling: this.modeling,
      factory: this.factory,
      refresh: () => this.eventBus.fire('propertiesPanel.providersChanged'),
      ask: (event, payload) => this.eventBus.fire(event, payload),
      together: run => this.commandStack.execute('baton.together', { run }),
    })
  }

  private group(section: Section): object {
    const { id, label } = section
    const { translate } = this.services
    if (section.fields) {
      const entries = section.fields.map(field => entryOf(field, this.services))
      return { id, label, component: Group, entries, shouldOpen: section.open, translate }
    }
    const items = (section.items ?? []).map(item => ({
      id: item.id,
      label: item.label,
      remove: item.remove,
      entries: item.fields.map(field => entryOf(field, this.services)),
    }))
    // The heading around the button opens and closes at a click, too.
    const add =
      section.add &&
      ((event?: Event) => {
        event?.stopPropagation()
        section.add?.()
      })
    return { id, label, component: ListGroup, items, add, translate, shouldOpen: section.open }
  }
}

/** What a command executes before itself belongs to it. */
class Together {
  preExecute({ run }: { run: () => void }) {
    run()
  }
}

/** The module for the modeler. */
export const propertiesModule = {
  __init__: ['batonProperties'],
  batonProperties: ['type', BatonProperties],
}
