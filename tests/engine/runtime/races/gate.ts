/** Holds the first who comes until it is opened. */
export function createGate() {
  let open = () => {}
  let reach = () => {}
  const opened = new Promise<void>(done => (open = done))
  const reached = new Promise<void>(done => (reach = done))
  let first = true
  return {
    reached,
    open,
    async pass() {
      if (!first) return
      first = false
      reach()
      await opened
    },
  }
}
