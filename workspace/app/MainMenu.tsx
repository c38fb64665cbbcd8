import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { useCan } from '../api/session.ts'
import { taskCountsQuery } from '../api/tasks.ts'
import { menu } from './menu.ts'
import { preload } from './pages.ts'
import classes from './Shell.module.css'

/** The menu, showing only what the person may open; resting on an item begins to load its page. */
export function MainMenu() {
  const { t } = useTranslation()
  const can = useCan()
  const groups = menu
    .map(group => ({ ...group, items: group.items.filter(item => can(item.needs)) }))
    .filter(group => group.items.length > 0)
  return groups.map(group => (
    <div key={group.text} className={classes.group}>
      <div className={classes.groupName}>{t(`menu.${group.text}`)}</div>
      <ul className={classes.list}>
        {group.items.map(({ path, text, icon: Icon }) => (
          <li key={path}>
            <NavLink
              to={path}
              className={classes.item}
              onPointerEnter={() => preload(path)}
              onFocus={() => preload(path)}
            >
              <Icon size={18} stroke={1.7} aria-hidden />
              <span className={classes.itemText}>{t(`menu.${text}`)}</span>
              {path === '/tasks' && <TaskCount />}
            </NavLink>
          </li>
        ))}
      </ul>
    </div>
  ))
}

function TaskCount() {
  const { t } = useTranslation()
  const { data } = useQuery(taskCountsQuery)
  if (!data?.mine) return null
  return (
    <span className={classes.count} title={t('menu.tasksOpen', { count: data.mine })}>
      {data.mine > 99 ? '99+' : data.mine}
    </span>
  )
}
