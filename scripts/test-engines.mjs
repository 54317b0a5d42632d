// the engines' long tests, with a software GPU where there is no other: `npm run test:engines`
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { softwareGpu } from './software-gpu.mjs'

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const args = ['run', '--config', 'vitest.engines.config.ts', ...process.argv.slice(2)]
const { status } = spawnSync(process.execPath, [vitest, ...args], {
  stdio: 'inherit',
  env: { ...process.env, ...softwareGpu() },
})
process.exitCode = status ?? 1
