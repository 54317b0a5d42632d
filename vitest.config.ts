import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/interop/**', 'tests/faults/**'],
    setupFiles: ['tests/support/fixed-seed.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // a loaded machine is slow to show things, and a test that waits for them is none the worse
    expect: { poll: { timeout: 30_000 } },
    pool: 'threads',
  },
})
