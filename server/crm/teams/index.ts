/** Teams and their heads. */
import { collection } from '../../database.ts'
import { ApiError, notFound } from '../../middleware/errors.ts'
import type { Services } from '../../services.ts'
import { nameKey } from '../text.ts'
import { readTogether } from '../together.ts'
import type { TeamRecord, Teams } from './types.ts'

/** The teams of this house. */
export function createTeams(services: Services): Teams {
  const teams = collection<TeamRecord & { nameKey: string }>(
    services.db,
    'teams',
    {
      _id: String,
      name: String,
      nameKey: String,
      office: String,
      head: String,
      createdAt: Date,
      version: Number,
    },
    [[{ nameKey: 1 }, { unique: true }], [{ head: 1 }]],
  )
  return {
    list: () => teams.find().sort({ nameKey: 1 }).lean<TeamRecord[]>(),
    findByIds: readTogether(ids =>
      teams
        .find({ _id: { $in: ids } })
        .lean<TeamRecord[]>()
        .exec(),
    ),
    findByNames: names => teams.find({ nameKey: { $in: names.map(nameKey) } }).lean<TeamRecord[]>(),
    async headedBy(user) {
      const headed = await teams.find({ head: user }, { _id: 1 }).lean<TeamRecord[]>()
      return headed.map(team => team._id)
    },
    async create(actor, { _id, name, office, head }) {
      const team = {
        _id: _id ?? services.newId(),
        name: name.trim(),
        nameKey: nameKey(name),
        office: office ?? null,
        head: head ?? null,
        createdAt: services.now(),
        version: 1,
      }
      const known = await teams.insertMany([team]).then(
        () => null,
        async error => {
          if (error.code !== 11000) throw error
          const same = _id && (await teams.findById(_id).lean<TeamRecord>())
          if (!same) throw new ApiError(409, 'exists', `There is a team "${team.name}" already.`)
          return same
        },
      )
      if (!known || !(await services.audit.has('team.created', known._id))) {
        await services.audit.record({
          actor,
          action: 'team.created',
          target: team._id,
          after: { name, office, head },
        })
      }
      return known ?? team
    },
    async update(actor, id, changes) {
      const set = { ...changes, ...(changes.name !== undefined && { nameKey: nameKey(changes.name) }) }
      const team = await teams
        .findOneAndUpdate({ _id: id }, { $set: set, $inc: { version: 1 } }, { returnDocument: 'after' })
        .lean<TeamRecord>()
      if (!team) throw notFound('team', id)
      services.users.forgetActors()
      await services.audit.record({ actor, action: 'team.changed', target: id, after: { ...changes } })
      return team
    },
  }
}
