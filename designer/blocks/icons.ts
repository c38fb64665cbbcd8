import type { IconNode } from '@tabler/icons-react'
import { __iconNode as adjustments } from '@tabler/icons-react/dist/esm/icons/IconAdjustments.mjs'
import { __iconNode as alarm } from '@tabler/icons-react/dist/esm/icons/IconAlarm.mjs'
import { __iconNode as arrowRight } from '@tabler/icons-react/dist/esm/icons/IconArrowRightCircle.mjs'
import { __iconNode as bell } from '@tabler/icons-react/dist/esm/icons/IconBell.mjs'
import { __iconNode as bolt } from '@tabler/icons-react/dist/esm/icons/IconBolt.mjs'
import { __iconNode as calculator } from '@tabler/icons-react/dist/esm/icons/IconCalculator.mjs'
import { __iconNode as calendar } from '@tabler/icons-react/dist/esm/icons/IconCalendar.mjs'
import { __iconNode as checkbox } from '@tabler/icons-react/dist/esm/icons/IconCheckbox.mjs'
import { __iconNode as circle } from '@tabler/icons-react/dist/esm/icons/IconCircle.mjs'
import { __iconNode as stages } from '@tabler/icons-react/dist/esm/icons/IconColumns3.mjs'
import { __iconNode as database } from '@tabler/icons-react/dist/esm/icons/IconDatabase.mjs'
import { __iconNode as invoice } from '@tabler/icons-react/dist/esm/icons/IconFileInvoice.mjs'
import { __iconNode as fileText } from '@tabler/icons-react/dist/esm/icons/IconFileText.mjs'
import { __iconNode as flag } from '@tabler/icons-react/dist/esm/icons/IconFlag.mjs'
import { __iconNode as handClick } from '@tabler/icons-react/dist/esm/icons/IconHandClick.mjs'
import { __iconNode as hierarchy } from '@tabler/icons-react/dist/esm/icons/IconHierarchy.mjs'
import { __iconNode as hourglass } from '@tabler/icons-react/dist/esm/icons/IconHourglass.mjs'
import { __iconNode as inbox } from '@tabler/icons-react/dist/esm/icons/IconInbox.mjs'
import { __iconNode as mail } from '@tabler/icons-react/dist/esm/icons/IconMail.mjs'
import { __iconNode as mailOpened } from '@tabler/icons-react/dist/esm/icons/IconMailOpened.mjs'
import { __iconNode as message } from '@tabler/icons-react/dist/esm/icons/IconMessage.mjs'
import { __iconNode as note } from '@tabler/icons-react/dist/esm/icons/IconNote.mjs'
import { __iconNode as pencil } from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import { __iconNode as phone } from '@tabler/icons-react/dist/esm/icons/IconPhone.mjs'
import { __iconNode as plug } from '@tabler/icons-react/dist/esm/icons/IconPlug.mjs'
import { __iconNode as send } from '@tabler/icons-react/dist/esm/icons/IconSend.mjs'
import { __iconNode as decision } from '@tabler/icons-react/dist/esm/icons/IconTable.mjs'
import { __iconNode as users } from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import { __iconNode as world } from '@tabler/icons-react/dist/esm/icons/IconWorld.mjs'

/** Icons that connectors and blocks may name, as strokes of a 24×24 picture. */
const icons: Record<string, IconNode> = {
  adjustments,
  alarm,
  'arrow-right-circle': arrowRight,
  bell,
  bolt,
  calculator,
  calendar,
  checkbox,
  circle,
  'columns-3': stages,
  database,
  decision,
  edit: pencil,
  'file-text': fileText,
  'file-invoice': invoice,
  flag,
  'hand-click': handClick,
  hierarchy,
  hourglass,
  inbox,
  mail,
  'mail-opened': mailOpened,
  message,
  note,
  pencil,
  phone,
  plug,
  send,
  stages,
  users,
  world,
  'world-www': world,
}

/** The strokes of an icon; a plug for a name nobody knows. */
export const iconNode = (name: string): IconNode => icons[name] ?? plug

/** The strokes as one SVG string, for the canvas. */
export const iconMarkup = (name: string): string =>
  iconNode(name)
    .map(([tag, attributes]) => {
      const parts = Object.entries(attributes)
        .filter(([key]) => key !== 'key')
        .map(([key, value]) => `${key}="${String(value)}"`)
      return `<${tag} ${parts.join(' ')}/>`
    })
    .join('')
