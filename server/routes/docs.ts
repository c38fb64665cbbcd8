/** The readable page of the API at `/api/docs`: Swagger UI from our own disk, fed by `/api/openapi.json`. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Middleware } from 'koa'
import type { Config } from '../config.ts'

const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const files: Record<string, string> = {
  '/api/docs/swagger-ui.css': 'text/css',
  '/api/docs/swagger-ui-bundle.js': 'text/javascript',
}

/** Serves the page, its style and its script. */
export function docs(config: Config): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET' || !ctx.path.startsWith('/api/docs')) return next()
    const type = files[ctx.path]
    if (type) {
      ctx.type = type
      ctx.set('Cache-Control', 'public, max-age=86400')
      ctx.body = contents(ctx.path.slice('/api/docs/'.length))
    } else if (ctx.path === '/api/docs/start.js') {
      ctx.type = 'text/javascript'
      ctx.body = start
    } else if (ctx.path === '/api/docs' || ctx.path === '/api/docs/') {
      ctx.type = 'text/html'
      ctx.body = page(config.version)
    } else return next()
  }
}

const kept = new Map<string, Buffer>()
function contents(file: string): Buffer {
  const known = kept.get(file) ?? readFileSync(join(folder, file))
  kept.set(file, known)
  return known
}

const page = (version: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Baton API ${version}</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<main id="api"></main>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>`

// Requests tried out on the page run in the reader's own session, so they need its CSRF token.
const start = `
let csrfToken
fetch('/api/session').then(r => (r.ok ? r.json() : null)).then(s => { csrfToken = s && s.csrfToken }).catch(() => {})
SwaggerUIBundle({
  url: '/api/openapi.json',
  domNode: document.getElementById('api'),
  deepLinking: true,
  docExpansion: 'list',
  filter: true,
  validatorUrl: null,
  requestInterceptor(request) {
    if (csrfToken) request.headers['X-CSRF-Token'] = csrfToken
    return request
  },
})
`
