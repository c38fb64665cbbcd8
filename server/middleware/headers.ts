/** Security headers of every answer. */
import type { Middleware } from 'koa'
import helmet from 'koa-helmet'
import type { Config } from '../config.ts'

/**
 * Strict, with one concession: bpmn-js and the component library set styles inline. Frames are our own only:
 * documents and letters are shown in them.
 */
export function headers(config: Config): Middleware {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        frameSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    strictTransportSecurity: config.secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
    originAgentCluster: config.secure,
    crossOriginOpenerPolicy: config.secure ? { policy: 'same-origin' } : false,
  })
}
