import { defineConfig } from 'vitest/config'
import { COMMON } from './vitest.common.ts'

/** Each page of the window in a real browser, over the real server. A test that passes only the second time is reported as such. */
export default defineConfig({
  test: { ...COMMON, include: ['tests/**/*.window.test.ts'], retry: 1 },
})
