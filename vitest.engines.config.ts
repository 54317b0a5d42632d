import { defineConfig } from 'vitest/config'
import { COMMON } from './vitest.common.ts'

/** Every engine that can be had here, on problems of full size. */
export default defineConfig({
  test: {
    ...COMMON,
    include: ['tests/**/*.engines.test.ts'],
    testTimeout: 600_000,
    // each wants all cores for itself
    fileParallelism: false,
  },
})
