import { readModel } from './files.ts'

const r = await readModel(process.argv[2]!, process.argv[3]!)
console.log(
  r.models.map(m => [m.key, Object.keys(m.nodes)]),
  r.problems,
)
