/** The web application: a table of routes behind one gate, and the built workspace. Nothing listens here. */
import Router from '@koa/router'
import Koa from 'koa'
import compress from 'koa-compress'
import { headers } from './middleware/headers.ts'
import { limit } from './middleware/limits.ts'
import { pages } from './middleware/pages.ts'
import { requests } from './middleware/requests.ts'
import { docs } from './routes/docs.ts'
import { rootPages, routes } from './routes/index.ts'
import type { Route } from './routes/route.ts'
import { serve } from './routes/serve.ts'
import type { Services } from './services.ts'
import { languageOf, sayIn } from './texts/index.ts'

/** Builds the application from the table of routes. `writesPerMinute` is what one person may change. */
export function createApp(services: Services, { writesPerMinute = 600 } = {}): Koa {
  const { config, log } = services
  const app = new Koa()
  app.proxy = config.proxies > 0
  app.maxIpsCount = config.proxies
  app.silent = true
  app.on('error', error => log.debug({ err: error }, 'connection failed'))
  app.use(requests(log))
  app.use(headers(config))
  app.use(
    compress({
      threshold: 1024,
      br: false,
      filter: type => /json|text|xml|javascript/.test(type) && !/event-stream/.test(type),
    }),
  )
  app.use(docs(config))
  app.use(createRouter(services, '/api', routes, writesPerMinute).routes())
  app.use(createRouter(services, '', rootPages, writesPerMinute).routes())
  app.use(unknownPath)
  app.use(pages(config))
  return app
}

function createRouter(services: Services, prefix: string, table: Route[], writesPerMinute: number): Router {
  const router = new Router({ prefix })
  const writes = limit(writesPerMinute, 60)
  for (const route of table) {
    if (!route.permission) throw new Error(`Expected ${route.method} ${route.path} to name a permission`)
    router[route.method](route.path, serve(route, services, writes))
  }
  return router
}

const unknownPath: Koa.Middleware = async (ctx, next) => {
  await next()
  if (!ctx.path.startsWith('/api') || ctx.status !== 404 || ctx.body) return
  ctx.status = 404
  ctx.body = {
    error: {
      code: 'notFound',
      message: sayIn(languageOf(ctx))(`There is no ${ctx.method} ${ctx.path}. See /api/docs.`),
      requestId: ctx.requestId,
    },
  }
}
