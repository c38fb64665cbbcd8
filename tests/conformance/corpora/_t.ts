import { readModel } from './files.ts'
import { stubbed } from './stubs.ts'
import { World } from './world.ts'

const [folder, file] = [process.argv[2]!, process.argv[3]!]
const { models, problems } = await readModel(folder, file)
console.log(
  models.map(m => m.key),
  problems,
)
const world = new World(
  models.map(m => stubbed(m, { scripts: true })),
  { completeTasks: () => true },
)
if (process.argv[4]) console.log(JSON.stringify(models, null, 1).slice(0, 6000))
const id = world.start(models[0]!.key, { variables: JSON.parse(process.argv[5] ?? '{}') })
for (const t of world.trace)
  console.log(
    t.instance,
    t.verb,
    t.node ?? '',
    t.flow ?? '',
    'tok',
    t.token ?? '',
    'sc',
    t.scope ?? '',
    t.note ?? '',
  )
console.log(JSON.stringify(world.instance(id)).slice(0, 1500), world.check())
