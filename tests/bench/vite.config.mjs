/** The bench is built as the server is: `tsx` names every closure anew, which costs more than a step does. */
import { defineConfig, mergeConfig } from 'vite'
import server from '../../vite.server.config.ts'

const bench = mergeConfig(server, { build: { outDir: 'dist/bench' } })
bench.build.rollupOptions.input = {
  run: 'tests/bench/run.ts',
  httpHost: 'tests/bench/httpHost.ts',
  profile: 'tests/bench/profile.ts',
  host: 'server/embedded/host.mjs',
}

export default defineConfig(bench)
