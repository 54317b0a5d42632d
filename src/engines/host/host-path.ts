import { extname, join } from 'node:path'

/** What a host runs: the source as it is in development, compiled once installed. */
export const HOST_PATH = join(import.meta.dirname, `host-main${extname(import.meta.filename)}`)
