/** The built workspace: its files, precompressed where the build did so, and its one page for every other path. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { send } from '@koa/send'
import type { Middleware } from 'koa'
import type { Config } from '../config.ts'

/** Serves `dist/workspace`; a path without a file is a page of the app. */
export function pages(config: Config): Middleware {
  const root = join(config.root, 'dist', 'workspace')
  return async (ctx, next) => {
    if (ctx.path.startsWith('/api/') || ctx.path === '/api' || !['GET', 'HEAD'].includes(ctx.method))
      return next()
    const path = decoded(ctx.path)
    if (path === null || path.includes('\0') || path.split(/[\\/]/).includes('..')) return next()
    if (path !== '/' && existsSync(join(root, path)) && /\.\w+$/.test(path)) {
      // Names of built assets carry their content's hash, so they never change.
      const immutable = path.startsWith('/assets/')
      await send(ctx, path, { root, maxage: immutable ? 31_536_000_000 : 0, immutable })
      return
    }
    if (/\.\w+$/.test(path) && !ctx.accepts('html')) return next()
    if (!existsSync(join(root, 'index.html'))) {
      ctx.status = 503
      ctx.body = 'The workspace is not built yet. Run "npm run build", or use "npm run dev".'
      return
    }
    await send(ctx, 'index.html', {
      root,
      setHeaders: response => response.setHeader('Cache-Control', 'no-cache'),
    })
  }
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
