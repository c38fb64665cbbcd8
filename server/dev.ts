/** Development: the server from its sources, and Vite in front of it with hot reload. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const tsx = fileURLToPath(new URL('../node_modules/tsx/dist/cli.mjs', import.meta.url))
const vite = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url))
const serverPort = process.env.PORT ?? '3000'
const page = 'http://localhost:5173'

const children: ChildProcess[] = [
  run([tsx, 'watch', '--clear-screen=false', 'server/main.ts', ...process.argv.slice(2)], {
    PORT: serverPort,
    BATON_URL: page,
  }),
  run([vite], { BATON_DEV_API: `http://127.0.0.1:${serverPort}` }),
]

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal)
  })
}

function run(args: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  child.on('exit', code => {
    for (const other of children) if (other !== child) other.kill()
    process.exitCode = code ?? 0
  })
  return child
}
