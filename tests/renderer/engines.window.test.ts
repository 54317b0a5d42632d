import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { formatFigure } from '../../src/renderer/format/number.ts'
import { launchBrowser } from '../support/browser.ts'
import { FAKE_CUDA_MISSING, fakeCuda, isBuilding } from '../support/fake-cuda.ts'
import { openWorkbench, type Workbench } from '../support/workbench.ts'
import { expectAccessible, openPage, type WorkbenchPage } from '../support/workbench-page.ts'

let browser: Browser
let workbench: Workbench
let window: WorkbenchPage
let page: Page

const fakeDir = mkdtempSync(join(tmpdir(), 'otolith-cuda-'))
const fake = fakeCuda(fakeDir)
if (FAKE_CUDA_MISSING === undefined) {
  for (const [name, value] of Object.entries(fake.env)) vi.stubEnv(name, value)
}

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
  vi.unstubAllEnvs()
  rmSync(fakeDir, { recursive: true, force: true })
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

it.skipIf(FAKE_CUDA_MISSING !== undefined)(
  `installs CUDA, shows how far it is, and removes it ${FAKE_CUDA_MISSING ?? ''}`,
  async () => {
    const cuda = page.getByRole('region', { name: 'CUDA, for tfjs on an NVIDIA card' })
    await cuda.getByText('It can be used here: Made-up Card 9000, driver 550.10.').waitFor()
    const install = cuda.getByRole('button', { name: /Install CUDA for tfjs \(2\.1.GB to download\)/ })
    await install.click()
    await cuda.getByText('4 of 4: building the addon').waitFor()
    expect(isBuilding(fakeDir)).toBe(true)
    expect(await cuda.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('75')
    await expectAccessible(page, 'engines-installing')
    await cuda.getByRole('button', { name: 'Stop installing' }).click()
    await install.waitFor()

    fake.finishBuild()
    await install.click()
    await cuda.getByText(/^Installed in .*cuda$/).waitFor()
    // the engine is another now, and is tried again: what was installed holds nothing that could be loaded
    const tfjs = page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name: 'tfjs' }) })
    await expect.poll(() => tfjs.innerText(), { timeout: 100_000 }).toContain("tfjs-node-gpu can't be loaded (made up)")
    await cuda.getByRole('button', { name: 'Remove CUDA' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove CUDA' }).click()
    await install.waitFor()
    expect(window.takeComplaints()).toEqual([])
  },
)
