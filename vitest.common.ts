import { fileURLToPath } from 'node:url'
import type { TestProjectInlineConfiguration } from 'vitest/config'

// what the tests start, programs, workers and hosts, loads its modules in half the time once they are compiled
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/node', import.meta.url))

/** What all tests run under. */
export const COMMON = {
  setupFiles: ['tests/support/fixed-seed.ts'],
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // a loaded machine is slow to show things, and a test that waits for them is none the worse
  expect: { poll: { timeout: 30_000 } },
  // a process a file: V8 has crashed where the threads of many files made and dropped WebAssembly in one process
  pool: 'forks',
} as const satisfies TestProjectInlineConfiguration['test']
