import { Loader, Menu } from '@mantine/core'
import { IconArrowRight, IconDots, IconExternalLink, IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { movesQuery } from '../../../api/deals.ts'
import type { Card } from '../../../api/types.ts'
import { useCardTools } from './context.ts'
import classes from './DealCard.module.css'

/** The card's menu: moving without dragging. A menu for each of 500 cards is slow, so it is made when first opened. */
export function MoveMenu({ card }: { card: Card }) {
  const { t } = useCardTools()
  const [opened, setOpened] = useState<boolean>()
  const dots = (
    <button
      type="button"
      className={classes.menu}
      aria-label={t('cardMenu', { deal: card.title })}
      aria-haspopup="menu"
      tabIndex={-1}
      data-card-menu
      onClick={opened === undefined ? () => setOpened(true) : undefined}
    >
      <IconDots size={16} />
    </button>
  )
  if (opened === undefined) return dots
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={280} withinPortal>
      <Menu.Target>{dots}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('moveTo')}</Menu.Label>
        <Ways card={card} />
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to={`/deals/${card.id}/full`}
          leftSection={<IconExternalLink size={16} />}
        >
          {t('openFull')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Ways({ card }: { card: Card }) {
  const { t, stages, move } = useCardTools()
  const { data: moves, isPending } = useQuery(movesQuery(card.id))
  if (isPending) {
    return (
      <Menu.Item disabled leftSection={<Loader size={14} />}>
        {t('common:loading')}
      </Menu.Item>
    )
  }
  return stages
    .filter(({ stage }) => stage !== card.stage)
    .map(({ stage, name }) => {
      const way = moves?.find(candidate => candidate.stage === stage)
      const closed = way?.allowed === false
      return (
        <Menu.Item
          key={stage}
          leftSection={closed ? <IconLock size={16} /> : <IconArrowRight size={16} />}
          aria-disabled={closed}
          closeMenuOnClick={!closed}
          className={closed ? classes.closed : undefined}
          onClick={() => closed || void move(card, stage)}
        >
          {name}
          {way?.outcomeName && way.allowed && (
            <span className={classes.why}>{t('by', { outcome: way.outcomeName })}</span>
          )}
          {closed && <span className={classes.why}>{way?.reason}</span>}
        </Menu.Item>
      )
    })
}
