import { Badge, Code, Table, Text } from '@mantine/core'
import type { Json } from '#engine/pure.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Texts } from '../i18n/texts.ts'
import classes from './simulation.module.css'
import type { Deed, Simulation } from './simulation.ts'

interface Props {
  simulation: Simulation
  t: Texts
}

interface DeedsProps extends Props {
  catalogue: Catalogue
}

/** What would have reached the world: letters, documents, stages, messages. */
export function Deeds({ simulation, catalogue, t }: DeedsProps) {
  const { deeds } = simulation
  if (deeds.length === 0) return <Text c="dimmed">{t('test.noDeeds')}</Text>
  return (
    <ol className={classes.plain}>
      {deeds.map((deed, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: deeds are only ever added at the end
        <li key={at} className={classes.deed}>
          <Badge size="sm" variant="light">
            {t.or(`deed.${deed.type.split(':')[0]}`, deed.type)}
          </Badge>{' '}
          <Text span fw={560}>
            {deedTitle(deed, simulation, catalogue, t)}
          </Text>
          {deed.detail !== undefined && deed.detail !== null && <Details detail={deed.detail} />}
        </li>
      ))}
    </ol>
  )
}

function deedTitle(deed: Deed, { process }: Simulation, { connectors }: Catalogue, t: Texts): string {
  const step = (deed.node && process.nodes[deed.node]?.name) || ''
  if (deed.type === 'stage') return process.stages.find(stage => stage.key === deed.title)?.name ?? deed.title
  if (deed.type === 'end') return t(`test.ended.${deed.title}`)
  const what = t.or(
    `connector.${deed.title}`,
    connectors.find(one => one.type === deed.title)?.title ?? deed.title,
  )
  return step ? `${step} · ${what}` : what
}

function Details({ detail }: { detail: Json }) {
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail))
    return <Code>{JSON.stringify(detail)}</Code>
  return (
    <span className={classes.details}>
      {Object.entries(detail).map(([name, value]) => (
        <span key={name}>
          {name}: <b>{typeof value === 'string' ? value : JSON.stringify(value)}</b>
        </span>
      ))}
    </span>
  )
}

/** The variables of every scope that is open now. */
export function VariablesTable({ simulation, t }: Props) {
  const { instance } = simulation
  const rows = [
    ...Object.entries(instance.variables).map(([name, value]) => ({ where: '', name, value })),
    ...instance.scopes.flatMap(scope =>
      Object.entries(scope.variables ?? {}).map(([name, value]) => ({ where: scope.scope, name, value })),
    ),
  ]
  if (rows.length === 0) return <Text c="dimmed">{t('test.noVariables')}</Text>
  return (
    <Table fz="sm" verticalSpacing={3}>
      <Table.Tbody>
        {rows.map(row => (
          <Table.Tr key={`${row.where}/${row.name}`}>
            <Table.Td ff="monospace">{row.name}</Table.Td>
            <Table.Td>
              <Code>{JSON.stringify(row.value)}</Code>
            </Table.Td>
            <Table.Td c="dimmed">{simulation.process.nodes[row.where]?.name}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** What happened, step by step, in the engine's own words. */
export function Story({ simulation, t }: Props) {
  const { process, story } = simulation
  const name = (id: string | undefined) =>
    (id && (process.nodes[id]?.name || process.flows[id]?.name)) || id || ''
  return (
    <ol className={classes.plain}>
      {story.map((chapter, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: chapters are only ever added at the end
        <li key={at} className={classes.deed}>
          <Text span fw={560}>
            {t.or(`command.${chapter.command}`, chapter.command)} {name(chapter.node)}
          </Text>
          <span className={classes.details}>
            {chapter.trace
              .filter(
                entry =>
                  entry.verb === 'enter' ||
                  entry.verb === 'wait' ||
                  entry.verb === 'end' ||
                  entry.verb === 'incident' ||
                  entry.verb === 'throw',
              )
              .map((entry, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a trace never changes
                <span key={index}>
                  {t.or(`verb.${entry.verb}`, entry.verb)} {name(entry.node ?? entry.flow)} {entry.note}
                </span>
              ))}
          </span>
        </li>
      ))}
    </ol>
  )
}
