import { defineConfig } from 'vitest/config'
import common from './vitest.config.ts'

/** Each page of the window in a real browser, over the real server. A test that passes only the second time is reported as such. */
export default defineConfig({
  test: { ...common.test, include: ['tests/**/*.window.test.ts'], exclude: [], retry: 1 },
})
