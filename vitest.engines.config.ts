import { defineConfig } from 'vitest/config'
import common from './vitest.config.ts'

/** Every engine that can be had here, on problems of full size. */
export default defineConfig({
  test: {
    ...common.test,
    include: ['tests/**/*.engines.test.ts'],
    exclude: [],
    testTimeout: 600_000,
    // each wants all cores for itself
    fileParallelism: false,
  },
})
