import { ActionIcon, Divider, Group, SegmentedControl, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconFocusCentered,
  IconGridDots,
  IconMap2,
  IconMinus,
  IconPlus,
  IconSearch,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { Texts } from '../i18n/texts.ts'
import type { DesignerModeler } from '../modeler/create-modeler.ts'
import { showAll } from '../modeler/fit.ts'
import type { DrawingState } from '../modeler/useDrawing.ts'
import classes from './toolbar.module.css'

interface Props {
  modeler: DesignerModeler
  t: Texts
  view: 'diagram' | 'outline'
  onView: (view: 'diagram' | 'outline') => void
  state: DrawingState
}

/** The tools of the drawing, above it. */
export function Toolbar({ modeler, t, view, onView, state }: Props) {
  const [map, setMap] = useState(false)
  const [grid, setGrid] = useState(true)
  const canvas = modeler.get('canvas')
  const drawn = view === 'diagram'
  return (
    <Group className={classes.bar} gap={2} role="toolbar" aria-label={t('tools.title')}>
      <Tool
        label={t('tools.undo')}
        keys="Ctrl+Z"
        icon={IconArrowBackUp}
        disabled={!state.canUndo}
        run={() => modeler.get('commandStack').undo()}
      />
      <Tool
        label={t('tools.redo')}
        keys="Ctrl+Shift+Z"
        icon={IconArrowForwardUp}
        disabled={!state.canRedo}
        run={() => modeler.get('commandStack').redo()}
      />
      {drawn && (
        <>
          <Divider orientation="vertical" mx={4} />
          <Tool label={t('zoom.out')} icon={IconMinus} run={() => modeler.get('zoomScroll').stepZoom(-1)} />
          <Tool label={t('zoom.in')} icon={IconPlus} run={() => modeler.get('zoomScroll').stepZoom(1)} />
          <Tool label={t('zoom.fit')} icon={IconFocusCentered} run={() => showAll(canvas)} />
          <Divider orientation="vertical" mx={4} />
          <Tool
            label={t('tools.find')}
            keys="Ctrl+F"
            icon={IconSearch}
            run={() => modeler.get('searchPad').open()}
          />
          <Tool
            label={t('tools.grid')}
            icon={IconGridDots}
            pressed={grid}
            run={() => {
              modeler.get('grid').toggle(!grid)
              setGrid(!grid)
            }}
          />
          <Tool
            label={t('tools.map')}
            icon={IconMap2}
            pressed={map}
            run={() => {
              modeler.get('minimap').toggle(!map)
              setMap(!map)
            }}
          />
        </>
      )}
      <SegmentedControl
        ms="auto"
        size="xs"
        value={view}
        onChange={next => onView(next as Props['view'])}
        data={[
          { value: 'diagram', label: t('view.diagram') },
          { value: 'outline', label: t('view.outline') },
        ]}
      />
    </Group>
  )
}

interface ToolProps {
  label: string
  keys?: string
  icon: typeof IconMap2
  run: () => void
  disabled?: boolean
  pressed?: boolean
}

function Tool({ label, keys, icon: Icon, run, disabled, pressed }: ToolProps) {
  return (
    <Tooltip label={keys ? `${label} · ${keys}` : label}>
      <ActionIcon
        variant={pressed ? 'light' : 'subtle'}
        color={pressed ? undefined : 'gray'}
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={run}
      >
        <Icon size={18} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  )
}
