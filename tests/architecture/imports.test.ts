/** Who may import whom: the table of the design, read against every import in the house. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

interface Room {
  /** Files that belong to it, by path prefix; the longest prefix wins. */
  at: string
  /** Rooms of ours it may import, by path prefix; itself is always allowed. */
  ours: string[]
  /** Packages it may import; `*` any. `node:` stands for Node's own modules. */
  packages: string[]
}

const PURE = [
  'engine/model',
  'engine/validate',
  'engine/elements',
  'engine/compiler',
  'engine/core',
  'engine/decisions',
  'engine/texts',
]

const rooms: Room[] = [
  {
    at: 'engine/model',
    ours: [],
    packages: [
      'bpmn-moddle',
      'dmn-moddle',
      'feelin',
      'lezer-feel',
      're2js',
      'croner',
      'date-holidays',
      'temporal-polyfill',
      '@noble/hashes',
    ],
  },
  { at: 'engine/texts', ours: [], packages: [] },
  { at: 'engine/decisions', ours: ['engine/model'], packages: ['dmn-moddle', 'feelin'] },
  {
    at: 'engine/validate',
    ours: ['engine/model', 'engine/elements', 'engine/compiler', 'engine/decisions'],
    packages: [],
  },
  { at: 'engine/elements', ours: ['engine/model'], packages: ['xstate'] },
  { at: 'engine/compiler', ours: ['engine/model', 'engine/elements'], packages: ['xstate', '@noble/hashes'] },
  {
    at: 'engine/core',
    ours: ['engine/model', 'engine/elements', 'engine/compiler', 'engine/decisions'],
    packages: ['xstate'],
  },
  {
    at: 'engine/runtime',
    ours: [...PURE, 'engine/adapters/store.ts', 'engine/adapters/alarm.ts', 'engine/errors.ts'],
    packages: ['node:'],
  },
  {
    at: 'engine/adapters',
    ours: [...PURE, 'engine/adapters/store.ts', 'engine/adapters/alarm.ts', 'engine/errors.ts'],
    packages: ['node:'],
  },
  {
    at: 'engine/adapters/memory',
    ours: [...PURE, 'engine/adapters/store.ts', 'engine/adapters/alarm.ts', 'engine/errors.ts'],
    packages: [],
  },
  {
    at: 'engine/adapters/mongo',
    ours: [...PURE, 'engine/adapters/store.ts', 'engine/errors.ts'],
    packages: ['mongoose', 'mongodb', 'node:'],
  },
  {
    at: 'engine/adapters/agenda',
    ours: [...PURE, 'engine/adapters/alarm.ts', 'engine/adapters/mongo/connection.ts', 'engine/errors.ts'],
    packages: ['agenda', '@agendajs/mongo-backend', 'mongoose', 'mongodb', 'node:'],
  },
  { at: 'engine/errors.ts', ours: PURE, packages: [] },
  { at: 'engine/pure.ts', ours: [...PURE, 'engine/adapters/memory', 'engine/errors.ts'], packages: [] },
  { at: 'engine/index.ts', ours: ['engine'], packages: [] },
  { at: 'server', ours: ['engine/index.ts'], packages: ['*'] },
  {
    at: 'designer',
    ours: ['engine/pure.ts', 'engine/texts', 'engine/model/baton.json', 'engine/model/namespaces.ts'],
    packages: ['*'],
  },
  { at: 'workspace', ours: ['designer/index.ts', 'engine/pure.ts'], packages: ['*'] },
]

const imports = ['engine', 'server', 'designer', 'workspace'].flatMap(filesBelow).flatMap(importsOf)

describe('The house', () => {
  it('has imports to read', () => expect(imports.length).toBeGreaterThan(100))

  it('lets each room import only what the design allows', () => {
    expect(imports.filter(each => !allowed(each)).map(say)).toEqual([])
  })

  it('keeps mongoose and agenda behind the engine’s adapters', () => {
    const outside = imports.filter(
      each => each.from.startsWith('engine/') && /^(mongoose|agenda|@agendajs)/.test(each.to),
    )
    expect(outside.filter(each => !each.from.startsWith('engine/adapters/')).map(say)).toEqual([])
  })

  it('lets no page of the workspace reach into another page', () => {
    const page = (path: string) => /^workspace\/pages\/([^/]+)\//.exec(path)?.[1]
    expect(
      imports.filter(each => page(each.from) && page(each.to) && page(each.from) !== page(each.to)).map(say),
    ).toEqual([])
  })

  it('lets no CRM entity reach past the front door of another', () => {
    const entity = (path: string) => /^server\/crm\/([^/]+)\//.exec(path)?.[1]
    const door = /^server\/crm\/[^/]+\/(index|types)\.ts$/
    const past = imports.filter(
      each =>
        entity(each.from) && entity(each.to) && entity(each.from) !== entity(each.to) && !door.test(each.to),
    )
    expect(past.map(say)).toEqual([])
  })

  it('reads the environment in one place', () => {
    const readers = ['engine', 'server']
      .flatMap(filesBelow)
      .filter(file => /process\.env\b/.test(withoutComments(readFileSync(file, 'utf8'))))
    expect(readers.filter(file => !['server/config.ts', 'server/dev.ts'].includes(file))).toEqual([])
  })

  it('keeps clocks and dice out of the pure engine', () => {
    const impure = ['engine/model', 'engine/validate', 'engine/elements', 'engine/compiler', 'engine/core']
      .flatMap(filesBelow)
      .filter(file =>
        /Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|\beval\(|new Function\(/.test(
          withoutComments(readFileSync(file, 'utf8')),
        ),
      )
    expect(impure).toEqual([])
  })
})

interface Import {
  from: string
  /** A path of ours, or the package's name. */
  to: string
  inside: boolean
}

function allowed({ from, to, inside }: Import): boolean {
  const room = roomOf(from)
  if (!room) return false
  if (!inside)
    return (
      room.packages.includes('*') ||
      room.packages.some(name =>
        name === 'node:' ? to.startsWith('node:') : to === name || to.startsWith(`${name}/`),
      )
    )
  return (
    to.startsWith(room.at) ||
    room.ours.some(prefix => to === prefix || to.startsWith(prefix.endsWith('.ts') ? prefix : `${prefix}/`))
  )
}

function roomOf(file: string): Room | undefined {
  return rooms
    .filter(room => file === room.at || file.startsWith(room.at))
    .sort((a, b) => b.at.length - a.at.length)[0]
}

function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true)
  return importedFiles.map(({ fileName }) => ({ from: file, ...target(file, fileName) }))
}

function target(file: string, name: string): { to: string; inside: boolean } {
  if (name.startsWith('.')) return { to: relative('.', join(dirname(file), name)), inside: true }
  if (name === '#engine') return { to: 'engine/index.ts', inside: true }
  if (name === '#designer') return { to: 'designer/index.ts', inside: true }
  if (name.startsWith('#')) return { to: name.slice(1), inside: true }
  return { to: name, inside: false }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map(entry => join(entry.parentPath, entry.name))
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '')
}

function say({ from, to }: Import): string {
  return `${from} imports ${to}`
}
