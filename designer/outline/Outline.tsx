import { ActionIcon, Badge, Menu, ScrollArea, Text, UnstyledButton } from '@mantine/core'
import { IconArrowRight, IconPlus, IconTrash } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { BlockIcon } from '../blocks/BlockIcon.tsx'
import type { Block } from '../blocks/blocks.ts'
import { addBlock } from '../blocks/create.ts'
import { colorOf } from '../blocks/groups.ts'
import { looksOf } from '../blocks/looks.ts'
import type { Texts } from '../i18n/texts.ts'
import type { DesignerModeler } from '../modeler/create-modeler.ts'
import { child, is, list, type Moddle } from '../modeler/dialect.ts'
import { selectElement } from '../problems/show.ts'
import classes from './outline.module.css'
import { type OutlineBranch, type OutlineMention, type OutlineStep, outlineOf } from './outline.ts'

interface Props {
  modeler: DesignerModeler
  blocks: Block[]
  t: Texts
  version: number
}

interface Tools {
  t: Texts
  selected?: string
  blocks: Block[]
  select: (id: string) => void
  addAfter: (id: string, block: Block) => void
  remove: (id: string) => void
}

/** The drawing as a list that can be read, walked and changed without a pointer or a picture. */
export function Outline({ modeler, blocks, t, version }: Props) {
  const [selected, setSelected] = useState<string>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawing changes in place; its version says when
  const processes = useMemo(
    () => processesOf(modeler).map(process => ({ process, steps: outlineOf(process) })),
    [modeler, version],
  )
  useEffect(() => {
    const eventBus = modeler.get('eventBus')
    const onChanged = () => setSelected(modeler.get('selection').get()[0]?.id)
    onChanged()
    eventBus.on('selection.changed', onChanged)
    return () => eventBus.off('selection.changed', onChanged)
  }, [modeler])
  const shape = (id: string) => modeler.get('elementRegistry').get(id)
  const tools: Tools = {
    t,
    selected,
    blocks: blocks.filter(block => block.type !== 'bpmn:StartEvent' && block.type !== 'bpmn:TextAnnotation'),
    select: id => {
      const element = shape(id)
      if (element) selectElement(modeler, element)
    },
    addAfter: (id, block) => addBlock(block, modeler, shape(id)),
    remove: id => {
      const element = shape(id)
      if (element) modeler.get('modeling').removeElements([element])
    },
  }
  return (
    <ScrollArea className={classes.outline} type="auto">
      {processes.map(({ process, steps }) => (
        <Steps key={process.id} steps={steps} tools={tools} label={t('outline.title')} />
      ))}
    </ScrollArea>
  )
}

function Steps({ steps, tools, label }: { steps: OutlineStep[]; tools: Tools; label?: string }) {
  return (
    <ol className={classes.steps} aria-label={label}>
      {steps.map(step => (
        <Step key={step.id} step={step} tools={tools} />
      ))}
    </ol>
  )
}

function Step({ step, tools }: { step: OutlineStep; tools: Tools }) {
  const { t, selected, select } = tools
  const looks = looksOf(step.element)
  const group = looks?.group ?? 'flow'
  return (
    <li>
      <div className={classes.row} data-selected={selected === step.id || undefined}>
        <UnstyledButton
          className={classes.step}
          aria-pressed={selected === step.id}
          onClick={() => select(step.id)}
        >
          <span className={classes.icon} style={{ color: colorOf(group) }}>
            <BlockIcon name={looks?.icon ?? iconOf(step.element)} size={16} />
          </span>
          <span className={classes.name}>{calledIn(t, step)}</span>
          {!step.unnamed && (
            <Text span c="dimmed" fz="xs">
              {t.or(`sort.${step.sort}`, step.sort)}
            </Text>
          )}
          {step.stage && <Badge size="sm">{step.stage}</Badge>}
        </UnstyledButton>
        <RowTools
          id={step.id}
          name={calledIn(t, step)}
          tools={tools}
          last={is(step.element, 'bpmn:EndEvent')}
        />
      </div>
      {step.inside.length > 0 && (
        <Steps steps={step.inside} tools={tools} label={t('outline.inside', { step: calledIn(t, step) })} />
      )}
      {step.branches.map(branch => (
        <Branch key={branch.id} branch={branch} tools={tools} />
      ))}
      {step.goesTo && <Jump to={step.goesTo} tools={tools} />}
    </li>
  )
}

function Branch({ branch, tools }: { branch: OutlineBranch; tools: Tools }) {
  const { t, selected, select } = tools
  const words = branch.kind === 'event' ? t('outline.event', { event: branch.name }) : wayWords(branch, t)
  return (
    <div className={branch.isMain ? classes.main : classes.branch}>
      <div className={classes.row} data-selected={selected === branch.id || undefined}>
        <UnstyledButton
          className={classes.way}
          aria-pressed={selected === branch.id}
          onClick={() => select(branch.id)}
        >
          {words}
        </UnstyledButton>
        <RowTools id={branch.id} name={words} tools={tools} last={false} />
      </div>
      {branch.steps.length > 0 && <Steps steps={branch.steps} tools={tools} />}
      {branch.goesTo && <Jump to={branch.goesTo} tools={tools} />}
    </div>
  )
}

function wayWords(branch: OutlineBranch, t: Texts): string {
  if (branch.isDefault)
    return branch.name ? t('outline.otherwiseNamed', { name: branch.name }) : t('outline.otherwise')
  if (branch.condition) return t('outline.if', { condition: branch.name || branch.condition })
  return branch.name ? t('outline.way', { name: branch.name }) : t('outline.then')
}

/** What a step without a name is called: of which sort it is. Its id says nothing to anybody. */
function calledIn(t: Texts, { name, unnamed, sort }: OutlineMention): string {
  return unnamed ? t.or(`sort.${sort}`, name) : name
}

function Jump({ to, tools }: { to: OutlineMention; tools: Tools }) {
  return (
    <UnstyledButton className={classes.jump} onClick={() => tools.select(to.id)}>
      <IconArrowRight size={14} /> {tools.t('outline.goesTo', { step: calledIn(tools.t, to) })}
    </UnstyledButton>
  )
}

function RowTools({ id, name, tools, last }: { id: string; name: string; tools: Tools; last: boolean }) {
  const { t } = tools
  return (
    <span className={classes.tools}>
      {!last && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size={24} variant="subtle" aria-label={t('outline.addAfter', { step: name })}>
              <IconPlus size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown mah={340} style={{ overflowY: 'auto' }}>
            {tools.blocks.map(block => (
              <Menu.Item
                key={block.id}
                leftSection={<BlockIcon name={block.icon} size={15} />}
                onClick={() => tools.addAfter(id, block)}
              >
                {block.title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <ActionIcon
        size={24}
        variant="subtle"
        color="gray"
        aria-label={t('outline.remove', { step: name })}
        onClick={() => tools.remove(id)}
      >
        <IconTrash size={14} />
      </ActionIcon>
    </span>
  )
}

function iconOf(element: Moddle): string {
  if (is(element, 'bpmn:Gateway')) return 'hierarchy'
  if (is(element, 'bpmn:EndEvent')) return 'flag'
  if (is(element, 'bpmn:SubProcess')) return 'stages'
  return 'circle'
}

/** The processes of the drawing, whether it shows one or a collaboration of several. */
function processesOf(modeler: DesignerModeler): Moddle[] {
  const root = modeler.get('canvas').getRootElements()[0]?.businessObject
  if (!root) return []
  if (!is(root, 'bpmn:Collaboration')) return [root]
  return list(root, 'participants').flatMap(participant => child(participant, 'processRef') ?? [])
}
