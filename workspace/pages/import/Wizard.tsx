import { Button, Skeleton, Stepper } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import {
  deleteImport,
  type ImportDetail,
  importFieldsQuery,
  importQuery,
  type Mapping,
} from '../../api/imports.ts'
import { useLive } from '../../api/live.ts'
import { useSession } from '../../api/session.ts'
import { ConfirmButton } from '../../components/ConfirmButton.tsx'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useDraft } from '../../components/useDraft.ts'
import { useSearchState } from '../../components/useSearchState.ts'
import { FilesStep } from './FilesStep.tsx'
import { ImportBadge } from './ImportList.tsx'
import { MappingStep } from './MappingStep.tsx'
import { mappingOf } from './mapping.ts'
import { PreviewStep } from './PreviewStep.tsx'
import { RunStep } from './RunStep.tsx'

const where = { step: 'files' }
const planning = ['files', 'mapping', 'preview'] as const
const steps = [...planning, 'run', 'report'] as const

/** One import from its files to its report. The step is in the address, everything else with the server. */
export function Wizard({ id }: { id: string }) {
  const { t } = useTranslation('import')
  const found = useQuery({
    ...importQuery(id),
    // The live stream tells of progress; asking now and then covers the times without it.
    refetchInterval: query => (query.state.data?.status === 'running' ? 3_000 : false),
  })
  useLive(event => {
    if (event.type === 'import' && event.id === id) void found.refetch()
  })
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const discard = useMutation({
    mutationFn: () => deleteImport(id),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['imports'] })
      navigate('/import')
    },
    onError: error => notifications.show({ message: messageOf(error), color: 'red' }),
  })
  const run = found.data
  return (
    <>
      <PageHeader
        title={t('title')}
        beside={run && <ImportBadge status={run.status} />}
        actions={
          <>
            {run?.status === 'draft' && (
              <ConfirmButton
                question={t('discard.question')}
                verb={t('discard.verb')}
                loading={discard.isPending}
                onConfirm={() => discard.mutate()}
              >
                {t('discard.verb')}
              </ConfirmButton>
            )}
            <Button component={Link} to="/import" variant="default">
              {t('list.title')}
            </Button>
          </>
        }
      />
      {found.error && !run ? (
        <ErrorCard error={found.error} retry={found.refetch} />
      ) : run ? (
        <Steps run={run} />
      ) : (
        <Skeleton height={300} />
      )}
    </>
  )
}

function Steps({ run }: { run: ImportDetail }) {
  const { t } = useTranslation('import')
  const { config } = useSession()
  const fields = useQuery(importFieldsQuery)
  const [search, go] = useSearchState(where)
  const narrow = useMediaQuery('(max-width: 48em)')
  const draft = useDraft<Mapping | undefined>(`import.${run.id}`, run.mapping ?? undefined)
  const mapping = mappingOf(run.files, draft.value, config.currency)
  const begun = run.status !== 'draft'
  const wanted = planning.find(step => step === search.step) ?? 'files'
  const step = begun ? (isOver(run) ? 'report' : 'run') : run.files.length === 0 ? 'files' : wanted
  const active = steps.indexOf(step)
  return (
    <>
      <Stepper
        active={active}
        onStepClick={index => !begun && go({ step: steps[index]! })}
        size="sm"
        iconSize={30}
        mb="lg"
        wrap={false}
      >
        {steps.map((name, index) => (
          <Stepper.Step
            key={name}
            label={narrow && index !== active ? undefined : t(`step.${name}`)}
            aria-label={narrow && index !== active ? t(`step.${name}`) : undefined}
            allowStepSelect={!begun && index < 3 && run.files.length > 0}
          />
        ))}
      </Stepper>
      {step === 'files' && <FilesStep run={run} onNext={() => go({ step: 'mapping' })} />}
      {step === 'mapping' &&
        (fields.data ? (
          <MappingStep
            run={run}
            fields={fields.data}
            mapping={mapping}
            onChange={draft.change}
            onBack={() => go({ step: 'files' })}
            onNext={() => go({ step: 'preview' })}
          />
        ) : fields.error ? (
          <ErrorCard error={fields.error} retry={fields.refetch} />
        ) : (
          <Skeleton height={300} />
        ))}
      {step === 'preview' && (
        <PreviewStep
          run={run}
          mapping={mapping}
          onQuiet={quiet => draft.change({ ...mapping, quiet })}
          onBack={() => go({ step: 'mapping' })}
          onStarted={() => draft.forget()}
        />
      )}
      {(step === 'run' || step === 'report') && <RunStep run={run} />}
    </>
  )
}

function isOver({ status }: ImportDetail): boolean {
  return status === 'done'
}
