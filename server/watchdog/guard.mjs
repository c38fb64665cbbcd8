/**
 * The watchdog's own thread. It looks for a beat of the server's thread once a round; so many rounds without one, and
 * the process ends, after one line that says what it was at. Rounds are counted, not seconds: while the machine sleeps
 * or the whole process is stopped, this thread counts nothing either.
 *
 * Plain JavaScript, because a thread is started from a file as it is. The server's thread moves no more by then: the
 * line is written, and the end brought about, from here.
 */
import { writeSync } from 'node:fs'
import { Session } from 'node:inspector'
import { workerData } from 'node:worker_threads'

/** Milliseconds given to the server's thread for saying where it is. */
const forAnswer = 3000
const mostFrames = 12

const { memory, between, rounds, seconds } = workerData
const [beat, debugged] = [0, 1]
let last = -1
let missed = 0
let where = []

setInterval(() => {
  const now = Atomics.load(memory, beat)
  missed = now === last && !Atomics.load(memory, debugged) ? missed + 1 : 0
  last = now
  if (missed !== rounds) return
  setTimeout(end, forAnswer)
  askWhere()
}, between)

/** Stops the server's thread as a debugger does, which works in the midst of a loop, to read its stack. */
function askWhere() {
  const files = new Map()
  const session = new Session()
  session.connectToMainThread()
  session.on('Debugger.scriptParsed', ({ params }) => files.set(params.scriptId, params.url))
  session.on('Debugger.paused', ({ params }) => {
    where = params.callFrames.slice(0, mostFrames).map(({ functionName, location }) => {
      const { scriptId, lineNumber, columnNumber = 0 } = location
      return `${functionName || 'a function'} (${files.get(scriptId)}:${lineNumber + 1}:${columnNumber + 1})`
    })
    end()
  })
  session.post('Debugger.enable')
  session.post('Debugger.pause')
}

function end() {
  const at = where.length > 0 ? `It is busy at ${where[0]}` : 'Where it is cannot be told'
  const line = {
    level: 60,
    time: new Date().toISOString(),
    stack: where,
    msg: `Nothing has moved in this server for ${seconds} seconds. ${at}. It ends, so that it can be started anew`,
  }
  try {
    writeSync(1, `${JSON.stringify(line)}\n`)
  } catch {
    // Nobody reads the log any more.
  }
  process.kill(process.pid, 'SIGKILL')
}
