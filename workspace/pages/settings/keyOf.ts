const latin: Record<string, string> = Object.fromEntries(
  'а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:h ц:ts ч:ch ш:sh щ:sch ъ: ы:y ь: э:e ю:yu я:ya ß:ss ø:o æ:ae ł:l'
    .split(' ')
    .map(pair => pair.split(':') as [string, string]),
)

/** The key by which processes and templates name a field: “Contract until” → `contractUntil`, never one already taken. */
export function keyOf(label: string, taken: string[]): string {
  const words = [...label.toLowerCase()]
    .map(letter => latin[letter] ?? letter)
    .join('')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  const joined = words
    .map((word, index) => (index === 0 ? word : word[0]!.toUpperCase() + word.slice(1)))
    .join('')
  const base = /^[a-z]/.test(joined) ? joined.slice(0, 40) : `field${joined.slice(0, 35)}`
  let key = base
  for (let number = 2; taken.includes(key); number++) key = `${base}${number}`
  return key
}
