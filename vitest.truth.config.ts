import { defineConfig } from 'vitest/config'
import { COMMON } from './vitest.common.ts'

/** The whole pipeline against what is known to be true: displacements that were put in, faults that were planted, masks that were filmed twice. */
export default defineConfig({
  test: { ...COMMON, include: ['tests/**/*.truth.test.ts'], maxWorkers: '100%' },
})
