/**
 * The watchdog's own thread. It looks for a beat of the server's thread once a round; without one for so long, the process
 * ends, after one line that says what it was at. What counts is the time in which the process computed: on a machine that
 * is busy with other things, a server that gets no turn is not stuck. One that waits without computing has six times as
 * long, counted in rounds of this thread: while the machine sleeps or the process is stopped, nothing is counted at all.
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

const { memory, between, idleRounds, seconds } = workerData
const [beat, debugged] = [0, 1]
let last = -1
let missed = 0
let computedBefore = 0
let where = []

const looking = setInterval(() => {
  const now = Atomics.load(memory, beat)
  if (now !== last || Atomics.load(memory, debugged)) {
    last = now
    missed = 0
    computedBefore = computed()
    return
  }
  missed++
  if (computed() - computedBefore < seconds && missed < idleRounds) return
  clearInterval(looking)
  setTimeout(end, forAnswer)
  askWhere()
}, between)

/** Seconds that all threads of the process have computed. */
function computed() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

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
    msg: `Nothing moves in this server any more, for ${seconds} seconds of work or longer. ${at}. It ends, so that it can be started anew`,
  }
  try {
    writeSync(1, `${JSON.stringify(line)}\n`)
  } catch {
    // Nobody reads the log any more.
  }
  process.kill(process.pid, 'SIGKILL')
}
