import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'
import { dependencies } from './package.json'

/** The server's bundle: our own code in one file, every package left where npm put it; the database's host and the watchdog's thread beside it. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/server',
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    rollupOptions: {
      input: {
        main: 'server/main.ts',
        backup: 'server/backup/main.ts',
        host: 'server/embedded/host.mjs',
        guard: 'server/watchdog/guard.mjs',
      },
      external: [
        ...builtinModules,
        /^node:/,
        ...Object.keys(dependencies).map(name => new RegExp(`^${name}(/.*)?$`)),
      ],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
})
