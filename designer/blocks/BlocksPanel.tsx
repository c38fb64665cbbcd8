import { ScrollArea, Text, TextInput, Tooltip, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { Texts } from '../i18n/texts.ts'
import { BlockIcon } from './BlockIcon.tsx'
import classes from './blocks.module.css'
import { type Block, findBlocks, groupOrder } from './blocks.ts'
import { colorOf } from './groups.ts'

interface Props {
  blocks: Block[]
  t: Texts
  /** A click or Enter: put it where it most likely belongs. */
  onAdd: (block: Block) => void
  /** A drag: put it where it is dropped. */
  onPickUp: (block: Block, event: Event) => void
}

/** The blocks one can draw with, by group, with a search; every block is a button. */
export function BlocksPanel({ blocks, t, onAdd, onPickUp }: Props) {
  const [query, setQuery] = useState('')
  const found = useMemo(() => findBlocks(blocks, query), [blocks, query])
  return (
    <aside className={classes.panel} aria-label={t('blocks.title')}>
      <TextInput
        className={classes.search}
        size="sm"
        leftSection={<IconSearch size={15} />}
        placeholder={t('blocks.search')}
        aria-label={t('blocks.search')}
        value={query}
        onChange={event => setQuery(event.currentTarget.value)}
        onKeyDown={event => event.key === 'Enter' && found[0] && onAdd(found[0])}
      />
      <ScrollArea className={classes.scroll} type="auto" scrollbarSize={8}>
        {groupOrder.map(group => {
          const members = found.filter(block => block.group === group)
          if (members.length === 0) return null
          return (
            <section key={group} aria-label={t(`group.${group}`)}>
              <Text className={classes.group} component="h3">
                {t(`group.${group}`)}
              </Text>
              <div className={group === 'flow' ? classes.grid : classes.list}>
                {members.map(block => (
                  <BlockButton key={block.id} block={block} t={t} onAdd={onAdd} onPickUp={onPickUp} />
                ))}
              </div>
            </section>
          )
        })}
        {found.length === 0 && (
          <Text c="dimmed" fz="sm" p="sm">
            {t('blocks.none')}
          </Text>
        )}
        <Text c="dimmed" fz="xs" p="xs" pb="md">
          {t('blocks.help')}
        </Text>
      </ScrollArea>
    </aside>
  )
}

function BlockButton({ block, t, onAdd, onPickUp }: Omit<Props, 'blocks'> & { block: Block }) {
  const compact = block.group === 'flow'
  return (
    <Tooltip
      label={compact ? `${block.title} — ${block.hint}` : block.hint}
      position="right"
      multiline
      maw={260}
    >
      <UnstyledButton
        draggable
        className={compact ? classes.compact : classes.block}
        style={{ '--color': colorOf(block.group) }}
        aria-label={t('blocks.add', { block: block.title })}
        data-block={block.id}
        onClick={() => onAdd(block)}
        onDragStart={event => {
          event.preventDefault()
          onPickUp(block, event.nativeEvent)
        }}
      >
        {compact ? <span className={block.glyph} /> : <BlockIcon name={block.icon} size={18} />}
        {!compact && <span className={classes.title}>{block.title}</span>}
      </UnstyledButton>
    </Tooltip>
  )
}
