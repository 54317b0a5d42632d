import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { launchBrowser } from '../support/browser.ts'
import { dropFile, fileToDrop } from '../support/drop-file.ts'
import { FLOW_DEMO, FLOW_PATIENCE_MS, type FlowHouse, goThroughFlow, goThroughFlowByKeyboard } from '../support/flow.ts'
import { type ServingProcess, startServing } from '../support/serving-process.ts'
import { openPage } from '../support/workbench-page.ts'

const place = realpathSync(mkdtempSync(join(tmpdir(), 'otolith-flow-')))
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  rmSync(place, { recursive: true, force: true })
})

test('from a dropped table to a finished run, and found again after the server was killed', {
  timeout: FLOW_PATIENCE_MS,
}, async () => {
  await using house = servedHouse('dropped')
  await goThroughFlow(house)
})

test('the same by keyboard alone', { timeout: FLOW_PATIENCE_MS }, async () => {
  await using house = servedHouse('typed')
  await goThroughFlowByKeyboard(house)
})

/** A server with a folder of its own, and a browser's pages on it. */
function servedHouse(name: string): FlowHouse & AsyncDisposable {
  const root = join(place, name)
  mkdirSync(root)
  const files = writeDemoFiles(join(root, 'microscope'), FLOW_DEMO)
  const studyDir = join(root, 'embryos')
  let serving: ServingProcess | undefined
  const kill = async () => {
    await serving?.end('SIGKILL')
    serving = undefined
  }
  return {
    files,
    studyDir,
    open: async () => {
      serving ??= await startServing(root, `${root}-app`)
      return openPage(browser, serving)
    },
    kill,
    bringTable: async (page: Page) => {
      await dropFile(page, fileToDrop(files.tablePath))
      await page.getByRole('dialog', { name: 'What was dropped' }).waitFor()
      await page.keyboard.press('Enter')
      const proposed = page.getByRole('dialog', { name: 'Make a study' }).getByRole('textbox', { name: 'Study folder' })
      await expect.poll(() => proposed.inputValue()).toBe(studyDir)
    },
    [Symbol.asyncDispose]: kill,
  }
}
