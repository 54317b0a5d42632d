import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launchBrowser } from './browser.ts'
import { openWorkbench, type Workbench } from './workbench.ts'
import { openPage, type WorkbenchPage } from './workbench-page.ts'

export interface OpenedWindow {
  /** the file's own, for further pages */
  readonly browser: Browser
  readonly workbench: Workbench
  readonly window: WorkbenchPage
  readonly page: Page
}

/**
 * Opens a workbench and a page on it for each test of a file, in one browser, and expects after each that the page had nothing to complain of.
 *
 * @param prepare fills the workbench, and says at which address of `routes` it is opened
 * @param onOpen is told what was opened, before the test begins
 */
export function eachInWindow(
  prepare: (workbench: Workbench) => string | Promise<string>,
  onOpen: (opened: OpenedWindow) => void | Promise<void>,
): void {
  let browser: Browser | undefined
  let workbench: Workbench | undefined
  let window: WorkbenchPage | undefined
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
  })
  beforeEach(async () => {
    if (!browser) throw new Error('there is no browser')
    workbench = await openWorkbench()
    window = await openPage(browser, workbench, await prepare(workbench))
    await onOpen({ browser, workbench, window, page: window.page })
  })
  afterEach(async () => {
    const complaints = window?.takeComplaints()
    await window?.[Symbol.asyncDispose]()
    await workbench?.[Symbol.asyncDispose]()
    expect(complaints).toEqual([])
  })
}
