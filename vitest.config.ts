import { defineConfig } from 'vitest/config'
import { COMMON } from './vitest.common.ts'

/** rooms without side effects: their tests may share a process, which spares loading the same modules for each file */
const PURE = ['core', 'figure', 'study'].map((room) => `tests/${room}/**/*.test.ts`)
/** they take minutes, and have commands of their own */
const SLOW = ['tests/interop/**', 'tests/faults/**', 'tests/**/*.{window,engines}.test.ts']

export default defineConfig({
  test: {
    projects: [
      { test: { ...COMMON, name: 'pure', include: PURE, exclude: SLOW, isolate: false } },
      { test: { ...COMMON, name: 'others', include: ['tests/**/*.test.ts'], exclude: [...SLOW, ...PURE] } },
    ],
  },
})
