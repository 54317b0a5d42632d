import { defineConfig } from 'vitest/config'
import common from './vitest.config.ts'

/** Each page of the window in a real browser, over the real server. */
export default defineConfig({ test: { ...common.test, include: ['tests/**/*.window.test.ts'], exclude: [] } })
