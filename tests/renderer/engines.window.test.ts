import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formatFigure } from '../../src/renderer/format/number.ts'
import { launchBrowser } from '../support/browser.ts'
import { openWorkbench, type Workbench } from '../support/workbench.ts'
import { expectAccessible, openPage, type WorkbenchPage } from '../support/workbench-page.ts'

let browser: Browser
let workbench: Workbench
let window: WorkbenchPage
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
  workbench = await openWorkbench()
  window = await openPage(browser, workbench, '/engines')
  page = window.page
})

afterAll(async () => {
  await window?.[Symbol.asyncDispose]()
  await workbench?.[Symbol.asyncDispose]()
  await browser?.close()
})

it('says of every engine what the probe found, and which a run takes', async () => {
  const engines = page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2 }) })
  const names = await workbench.client.engines.names()
  await expect.poll(() => engines.count()).toBe(names.length)
  // one after another; each is remembered by the service
  await expect
    .poll(() => page.getByRole('button', { name: 'Test all again' }).isEnabled(), { timeout: 100_000 })
    .toBe(true)
  for (const name of names) {
    const report = await workbench.client.engines.report({ name })
    const text = await engines.filter({ has: page.getByRole('heading', { level: 2, name }) }).innerText()
    expect(text).toContain(
      report.usable ? (report.passed === false ? 'gives wrong answers' : 'works') : 'can’t be used here',
    )
    for (const fact of [report.device, report.reason]) if (fact !== null) expect(text).toContain(fact)
    if (report.pairsPerSec !== null) expect(text).toContain(formatFigure(report.pairsPerSec))
  }
  const auto = await workbench.client.engines.auto()
  const choice = page.getByRole('region', { name: 'Taken unless you choose another' })
  for (const said of [auto.name, auto.because]) expect(await choice.innerText()).toContain(said)
  await expectAccessible(page, 'engines')
})

it('tests one again when asked', async () => {
  const test = page.getByRole('button', { name: 'Test cpu' })
  await test.click()
  await expect.poll(() => test.getAttribute('data-loading')).toBe('true')
  await expect.poll(() => test.isEnabled(), { timeout: 60_000 }).toBe(true)
  const { pairsPerSec } = await workbench.client.engines.report({ name: 'cpu' })
  await page.getByText(`${formatFigure(pairsPerSec)} demo pairs a second`).waitFor()
  expect(window.takeComplaints()).toEqual([])
})
