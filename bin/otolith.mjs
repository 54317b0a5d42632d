#!/usr/bin/env node
// starts the command line on a Node that can run it, and says so where there is none, before anything native is loaded
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as modules from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = new URL('../', import.meta.url)
const source = new URL('src/cli/main.ts', root)
const fromSource = existsSync(source)
const entry = fromSource ? source : new URL('dist/cli/main.js', root)
// a clone runs its TypeScript as it is, `using` included, which Node does from 24 on
const needed = fromSource ? [24, 0] : [22, 12]

const [major, minor] = process.versions.node.split('.').map(Number)
if (major > needed[0] || (major === needed[0] && minor >= needed[1])) {
  // compiled modules are kept for the next start, which then takes half as long; by the environment worker threads and hosts do so too
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache')
  modules.enableCompileCache?.()
  await import(pathToFileURL(fileURLToPath(entry)).href)
} else {
  // a clone's lock file brings a Node of its own
  const bundled = fileURLToPath(
    new URL(`node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, root),
  )
  if (fromSource && existsSync(bundled)) {
    const { status, signal } = spawnSync(bundled, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
      stdio: 'inherit',
    })
    process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 1)
  } else {
    process.stderr.write(
      `otolith needs Node ${needed.join('.')} or newer; this is ${process.version}. Install a newer Node and try again.\n`,
    )
    process.exitCode = 2
  }
}
