/** Packages to measure against live in a folder of their own, so that the product's tree never sees them. */
import { createRequire } from 'node:module'

export const loadPeer = createRequire(new URL('./peers/package.json', import.meta.url))
