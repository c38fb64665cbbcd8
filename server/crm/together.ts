/**
 * Records by their ids, asked for from many places: an answer, a process and a notice may all want the same person at
 * once. What is asked for in one turn of the event loop goes to the database as one question, each record once.
 */
export function readTogether<Row extends { _id: string }>(
  find: (ids: string[]) => Promise<Row[]>,
): (ids: string[]) => Promise<Row[]> {
  let round: { ids: Set<string>; found: Promise<Row[]> } | undefined

  function begin() {
    const ids = new Set<string>()
    const found = new Promise<void>(done => setImmediate(done)).then(() => {
      round = undefined
      return find([...ids])
    })
    return { ids, found }
  }

  return async ids => {
    if (ids.length === 0) return []
    round ??= begin()
    for (const id of ids) round.ids.add(id)
    const wanted = new Set(ids)
    const found = await round.found
    return found.filter(({ _id }) => wanted.has(_id))
  }
}
