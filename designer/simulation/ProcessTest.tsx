import { Alert, Button, Group, Loader, SegmentedControl, Select, Switch, Text } from '@mantine/core'
import { IconArrowBackUp, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import type { CompiledProcess, Problem } from '#engine/pure.ts'
import type { Catalogue } from '../catalogue.ts'
import { createTexts, type Locale, pageLocale, type Texts } from '../i18n/texts.ts'
import ProcessPicture from '../picture/ProcessPicture.tsx'
import { countedBy, momentIn } from './clock.ts'
import { type Compiled, compileDrawing } from './compile-drawing.ts'
import { Deeds, Story, VariablesTable } from './Facts.tsx'
import { NowPanel } from './NowPanel.tsx'
import { SampleForm } from './SampleForm.tsx'
import { sampleData } from './sample.ts'
import classes from './simulation.module.css'
import { usePlaying } from './usePlaying.ts'

export interface ProcessTestProps {
  xml: string
  catalogue: Catalogue
  locale?: Locale
}

/** Tries a drawing out: who would get which task, what would be sent, how long it would wait. */
export default function ProcessTest({ xml, catalogue, locale = pageLocale() }: ProcessTestProps) {
  const t = useMemo(() => createTexts(locale), [locale])
  const [compiled, setCompiled] = useState<Compiled>()
  useEffect(() => {
    let dead = false
    setCompiled(undefined)
    void compileDrawing(xml)
      .catch((error): Compiled => ({ ok: false, problems: [problemOf(error)] }))
      .then(result => !dead && setCompiled(result))
    return () => {
      dead = true
    }
  }, [xml])
  if (!compiled) return <Loader m="xl" aria-label={t('loading')} />
  if (!compiled.ok) return <NotYet problems={compiled.problems} t={t} />
  return <Stage xml={xml} processes={compiled.processes} catalogue={catalogue} t={t} locale={locale} />
}

const problemOf = (error: unknown): Problem => ({
  rule: 'compile',
  severity: 'error',
  message: error instanceof Error ? error.message : String(error),
})

function NotYet({ problems, t }: { problems: Problem[]; t: Texts }) {
  return (
    <Alert color="orange" m="lg" title={t('test.notYet')}>
      <ul className={classes.plain}>
        {problems.slice(0, 8).map(problem => (
          <li key={problem.rule + problem.element + problem.message}>{t.say(problem.message)}</li>
        ))}
      </ul>
    </Alert>
  )
}

interface StageProps {
  xml: string
  processes: CompiledProcess[]
  catalogue: Catalogue
  t: Texts
  locale: Locale
}

function Stage({ xml, processes, catalogue, t, locale }: StageProps) {
  const [key, setKey] = useState(processes[0]!.key)
  const process = processes.find(one => one.key === key) ?? processes[0]!
  const [data, setData] = useState(() =>
    sampleData(new Date().toISOString(), { key: process.key, firstStage: process.stages[0]?.key }, locale),
  )
  const [startEvent, setStartEvent] = useState<string>()
  const [facts, setFacts] = useState<'deeds' | 'variables' | 'story'>('deeds')
  const playing = usePlaying(process, catalogue)
  const { simulation, refusal } = playing
  const starts = process.triggers.map(trigger => ({
    value: trigger.node,
    label: process.nodes[trigger.node]?.name || trigger.node,
  }))
  return (
    <div className={classes.test}>
      <div className={classes.left}>
        <Group className={classes.bar} gap="xs">
          {processes.length > 1 && !simulation && (
            <Select
              size="xs"
              data={processes.map(one => ({ value: one.key, label: one.name }))}
              value={key}
              onChange={next => next && setKey(next)}
              aria-label={t('test.process')}
            />
          )}
          {simulation ? (
            <>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconArrowBackUp size={15} />}
                disabled={playing.steps < 2}
                onClick={playing.back}
              >
                {t('test.back')}
              </Button>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconPlayerStop size={15} />}
                onClick={playing.stop}
              >
                {t('test.again')}
              </Button>
              <Text fz="sm" c="dimmed" className="tabular">
                {t('test.now', { moment: momentIn(simulation.data, simulation.now, t) })}
              </Text>
            </>
          ) : (
            <>
              {starts.length > 1 && (
                <Select
                  size="xs"
                  data={starts}
                  value={startEvent ?? starts[0]!.value}
                  onChange={next => setStartEvent(next ?? undefined)}
                  aria-label={t('test.startEvent')}
                />
              )}
              <Button
                size="xs"
                leftSection={<IconPlayerPlay size={15} />}
                onClick={() => playing.start(data, startEvent ?? starts[0]?.value)}
              >
                {t('test.start')}
              </Button>
            </>
          )}
          <Switch
            size="xs"
            ms="auto"
            label={t('test.finishJobs')}
            checked={playing.auto}
            onChange={event => playing.setAuto(event.currentTarget.checked)}
          />
        </Group>
        {refusal && (
          <Alert color="red" radius={0} py={6} title={t('test.refused')}>
            {t.say(refusal)}
          </Alert>
        )}
        <div className={classes.picture}>
          <ProcessPicture
            xml={xml}
            locale={locale}
            height="100%"
            connectors={catalogue.connectors}
            tokens={simulation?.instance.tokens.map(token => ({ node: token.at }))}
            visited={simulation?.visited}
            flows={simulation?.flows}
            incidents={simulation?.instance.incidents}
            showCounts
          />
        </div>
        {simulation && (
          <section className={classes.facts}>
            <SegmentedControl
              size="xs"
              value={facts}
              onChange={next => setFacts(next as typeof facts)}
              data={(['deeds', 'variables', 'story'] as const).map(value => ({
                value,
                label: t(`test.${value}`),
              }))}
            />
            <div className={classes.scroll}>
              {facts === 'deeds' && <Deeds simulation={simulation} catalogue={catalogue} t={t} />}
              {facts === 'variables' && <VariablesTable simulation={simulation} t={t} />}
              {facts === 'story' && <Story simulation={simulation} t={t} />}
            </div>
          </section>
        )}
      </div>
      <aside className={classes.right} aria-label={t(simulation ? 'test.next' : 'test.sample')}>
        <Text c="dimmed" fz="xs" mb="sm">
          {countedBy(catalogue, t)}
        </Text>
        {simulation ? (
          <NowPanel simulation={simulation} playing={playing} catalogue={catalogue} t={t} />
        ) : (
          <SampleForm data={data} onChange={setData} catalogue={catalogue} t={t} />
        )}
      </aside>
    </div>
  )
}
