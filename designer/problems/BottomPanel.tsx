import { ActionIcon, Badge, Button, Group, ScrollArea, Tabs, Text, UnstyledButton } from '@mantine/core'
import {
  IconAlertTriangle,
  IconChevronDown,
  IconChevronUp,
  IconCircleCheck,
  IconCircleX,
  IconInfoCircle,
} from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Problem } from '#engine/pure.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Texts } from '../i18n/texts.ts'
import type { DesignerModeler } from '../modeler/create-modeler.ts'
import { VariablesList } from '../properties/VariablesList.tsx'
import { applyFix, canFix, nameOf } from './fixes.ts'
import classes from './problems.module.css'
import { showProblem } from './show.ts'
import { showWay, wayTo } from './way.ts'

interface Props {
  modeler: DesignerModeler
  problems: Problem[]
  catalogue: Catalogue
  t: Texts
  version: number
}

/** What is below the drawing: everything wrong with it, and the names its expressions may use. */
export function BottomPanel({ modeler, problems, catalogue, t, version }: Props) {
  const [open, setOpen] = useState(true)
  const [tab, setTab] = useState('problems')
  const errors = problems.filter(problem => problem.severity === 'error').length
  const color = errors > 0 ? 'red' : problems.length > 0 ? 'orange' : 'teal'
  return (
    <section className={classes.panel} aria-label={t('bottom.title')}>
      <ActionIcon
        className={classes.fold}
        variant="subtle"
        color="gray"
        aria-label={t(open ? 'bottom.close' : 'bottom.open')}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
      </ActionIcon>
      <Tabs
        value={open ? tab : null}
        onChange={next => {
          if (next) setTab(next)
          setOpen(true)
        }}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab
            value="problems"
            rightSection={
              <Badge size="sm" variant="light" color={color}>
                {problems.length}
              </Badge>
            }
          >
            {t('problems.title')}
          </Tabs.Tab>
          <Tabs.Tab value="variables">{t('variables.title')}</Tabs.Tab>
        </Tabs.List>
        {open && (
          <ScrollArea.Autosize mah={150} type="auto">
            <Tabs.Panel value="problems">
              <ProblemsList modeler={modeler} problems={problems} t={t} />
            </Tabs.Panel>
            <Tabs.Panel value="variables">
              <VariablesList modeler={modeler} catalogue={catalogue} t={t} version={version} />
            </Tabs.Panel>
          </ScrollArea.Autosize>
        )}
      </Tabs>
    </section>
  )
}

const icons = { error: IconCircleX, warning: IconAlertTriangle, info: IconInfoCircle }
const colors = {
  error: 'var(--mantine-color-error)',
  warning: 'var(--baton-soon, #b54708)',
  info: 'var(--baton-talk, #1864ab)',
}

function ProblemsList({ modeler, problems, t }: Pick<Props, 'modeler' | 'problems' | 't'>) {
  const [told, setTold] = useState<string>()
  const shown = problems.find(problem => keyOf(problem) === told)
  // The drawing may have changed since; the way is shown as long as the same is wrong.
  const way = shown?.run && wayTo(shown.run, shown.element).join('\n')
  useEffect(() => (way === undefined ? undefined : showWay(modeler, way.split('\n'))), [modeler, way])
  if (problems.length === 0) {
    return (
      <Group gap={8} p="sm" c="dimmed">
        <IconCircleCheck size={18} color="var(--mantine-color-teal-7)" />
        <Text fz="sm">{t('problems.none')}</Text>
      </Group>
    )
  }
  return (
    <ul className={classes.list}>
      {problems.map(problem => {
        const Icon = icons[problem.severity]
        return (
          <li key={keyOf(problem)} className={classes.row}>
            <UnstyledButton className={classes.problem} onClick={() => showProblem(modeler, problem)}>
              <Icon
                size={16}
                color={colors[problem.severity]}
                aria-label={t(`severity.${problem.severity}`)}
              />
              <span>
                {problem.message} <span className={classes.where}>{nameOf(modeler, problem.element)}</span>
              </span>
            </UnstyledButton>
            {problem.run && problem.run.length > 0 && (
              <Button
                size="compact-xs"
                variant={keyOf(problem) === told ? 'filled' : 'light'}
                aria-pressed={keyOf(problem) === told}
                onClick={() => setTold(keyOf(problem) === told ? undefined : keyOf(problem))}
              >
                {t(keyOf(problem) === told ? 'problems.hideWay' : 'problems.showWay')}
              </Button>
            )}
            {canFix(problem) && (
              <Button size="compact-xs" variant="light" onClick={() => applyFix(modeler, problem)}>
                {t.or(`fix.${problem.fix}`, t('fix'))}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}

const keyOf = ({ rule, element, message }: Problem): string => `${rule}|${element}|${message}`
