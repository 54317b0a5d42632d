import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/faults/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // every test starts processes of its own that want all cores
    fileParallelism: false,
  },
})
