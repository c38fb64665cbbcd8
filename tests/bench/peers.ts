/** Packages to measure against live in a folder of their own, so that the product's tree never sees them. */
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

/** The bench is started at the root of the project. */
export const peersFolder = resolve('tests/bench/peers')
export const loadPeer = createRequire(`${peersFolder}/package.json`)
