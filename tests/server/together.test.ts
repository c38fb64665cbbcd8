import { describe, expect, it } from 'vitest'
import { readTogether } from '#server/crm/together.ts'

describe('Records asked for by their ids at the same moment', () => {
  const people = ['ann', 'bob', 'eve'].map(_id => ({ _id }))
  const asking = () => {
    const questions: string[][] = []
    const read = readTogether(async ids => {
      questions.push(ids)
      if (ids.includes('nobody')) throw new Error('the database is away')
      return people.filter(({ _id }) => ids.includes(_id))
    })
    return { questions, read }
  }

  it('are one question, of which each hears what he asked for', async () => {
    const { questions, read } = asking()
    const answers = await Promise.all([read(['ann', 'eve']), read(['ann']), read(['lost'])])
    expect(questions).toEqual([['ann', 'eve', 'lost']])
    expect(answers).toEqual([[{ _id: 'ann' }, { _id: 'eve' }], [{ _id: 'ann' }], []])
  })

  it('are no question when nothing is asked for, and a new one each moment', async () => {
    const { questions, read } = asking()
    expect(await read([])).toEqual([])
    await read(['ann'])
    await read(['ann'])
    expect(questions).toEqual([['ann'], ['ann']])
  })

  it('fail for everybody who asked, and for nobody afterwards', async () => {
    const { read } = asking()
    await expect(Promise.all([read(['ann']), read(['nobody'])])).rejects.toThrow('away')
    expect(await read(['ann'])).toEqual([{ _id: 'ann' }])
  })
})
