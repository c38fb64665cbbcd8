import { Avatar, Tooltip } from '@mantine/core'

/** A person's initials, in a colour that stays theirs. */
export function PersonAvatar({ name, size = 22, silent }: { name: string; size?: number; silent?: boolean }) {
  const avatar = (
    <Avatar
      size={size}
      radius="xl"
      variant="light"
      color={colourOf(name)}
      alt={silent ? '' : name}
      aria-hidden={silent}
      styles={{ placeholder: { fontSize: Math.max(9, size * 0.4), fontWeight: 700 } }}
    >
      {initialsOf(name)}
    </Avatar>
  )
  return silent ? avatar : <Tooltip label={name}>{avatar}</Tooltip>
}

/** First letters of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const last = words.length > 1 ? words.at(-1)! : ''
  return ([...(words[0] ?? '')][0] ?? '?').concat([...last][0] ?? '').toUpperCase()
}

const colours = ['blue', 'grape', 'teal', 'orange', 'indigo', 'pink', 'green', 'violet', 'cyan', 'red']

/** The colour of a name; always the same one. */
export function colourOf(name: string): string {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)!) >>> 0
  return colours[sum % colours.length]!
}
