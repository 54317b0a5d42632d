import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { METRICS_FILE } from '../../src/runner/study-tables.ts'
import { decodeParquet } from '../../src/study/parquet-table.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { launchBrowser } from '../support/browser.ts'
import { openWorkbench, type Workbench } from '../support/workbench.ts'

const PAIRS = 10

let workbench: Workbench
let browser: Browser
let studyDir = ''

beforeAll(async () => {
  workbench = await openWorkbench()
  browser = await launchBrowser()
  const study = await workbench.client.home.makeDemo({ parent: workbench.root, pairs: PAIRS })
  studyDir = study.studyDir
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await workbench?.[Symbol.asyncDispose]()
})

async function open(path: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(workbench.url)
  await page.goto(`${workbench.url}#/study/${encodeURIComponent(studyDir)}/${path}`)
  return page
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

test('a run is estimated, begun, watched, stopped, resumed and looked at afterwards', async () => {
  const page = await open('new-run')
  await page.getByText('solved in').waitFor()
  await expectAccessible(page)
  await page.getByLabel('Name of the run').fill('mine')
  // so that there is a middle to stop in
  await page.getByLabel('Pairs solved at once').fill('1')
  expect(await page.getByRole('main').textContent()).toContain('--run-id mine')
  await page.getByRole('button', { name: 'Run', exact: true }).click()

  await page.waitForURL(/\/runs\/mine$/)
  await page.getByText('half of the', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop the run' }).click()
  await page.getByText('Stopped by hand').waitFor()
  const { counts } = await workbench.client.runs.show({ studyDir, runId: 'mine' })
  expect(counts.ok).toBeGreaterThan(0)
  expect(counts.queued).toBeGreaterThan(0)

  // a second window takes it up again, and both see it
  const other = await open('runs/mine')
  await other.getByText('Stopped by hand').waitFor()
  await other.getByRole('button', { name: 'Resume' }).click()
  await Promise.all([page, other].map((one) => one.getByRole('button', { name: 'Pause' }).waitFor()))
  await expectAccessible(page)
  await Promise.all([page, other].map((one) => one.getByText(`${PAIRS} of ${PAIRS} pairs`).waitFor()))
  await page.getByText('Every pair was tried').waitFor()
  await page.getByText('mine has finished').waitFor()

  // every runtime is the table's
  await page.getByRole('button', { name: 'As a table' }).click()
  const table = decodeParquet(readFileSync(join(studyDir, METRICS_FILE)))
  const grid = page.getByRole('grid', { name: 'Runtime of each pair' })
  for (const row of table.rows) {
    const shown = grid
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: String(row.pair_id), exact: true }) })
    expect(await shown.getByRole('gridcell').last().textContent()).toBe(Number(row.runtime_sec).toFixed(2))
  }
  await page.context().close()
  await other.context().close()
})

test('a failed pair says why and is tried again', async () => {
  const client = workbench.client.runs
  const manifestPath = (await workbench.client.study.open({ studyDir })).manifests[0]?.path ?? ''
  const run = { studyDir, runId: 'short' }
  // nothing converges in two iterations
  await client.start({
    ...run,
    manifestPath,
    settings: { maxIterations: 2, limit: 2, downsampleFactor: 4, refinement: 'none' },
  })
  const page = await open('runs/short')
  await page.getByText('Every pair that was begun is finished').waitFor()
  await page.getByRole('tab', { name: 'Failures (2)' }).click()
  const grid = page.getByRole('grid', { name: 'Failures (2)' })
  await grid.getByText('not converged after 2 iterations', { exact: false }).first().waitFor()
  await expectAccessible(page)
  const before = await client.show(run)
  await grid
    .getByRole('button', { name: /^Try .* again$/ })
    .first()
    .click()
  await expect.poll(async () => (await client.show(run)).updatedAt, { timeout: 60_000 }).not.toBe(before.updatedAt)
  await page.getByText('Every pair that was begun is finished').waitFor()

  // what is written on it is kept
  await page.getByRole('tab', { name: 'Record' }).click()
  await page.getByRole('textbox', { name: 'Note' }).fill('two iterations are too few')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.').waitFor()
  expect((await client.show(run)).note).toBe('two iterations are too few')
  await page.context().close()
})

test('what happened to its engine is told after the run, too', async () => {
  {
    using store = RunStore.open(studyDir)
    for (let times = 0; times < 2; times++) store.addEngineEvent('mine', 'the tfjs engine died: its process was killed')
  }
  const page = await open('runs/mine')
  const told = page.getByRole('alert').filter({ hasText: 'happened to the engine' })
  await told.getByText('the tfjs engine died: its process was killed (2 times)').waitFor()
  await page.context().close()
})

test('what can’t be run says why, where it was asked for', async () => {
  const page = await open('new-run')
  await page.getByLabel('Name of the run').fill('../outside')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('alert').getByText('can’t be run yet', { exact: false }).waitFor()
  expect(await page.getByRole('alert').textContent()).toContain('../outside')
  await page.context().close()
})

test('both pages can be read in the dark', async () => {
  for (const path of ['new-run', 'runs/mine']) {
    const page = await open(path, 'dark')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText(path === 'new-run' ? 'solved in' : 'Every pair was tried').waitFor()
    await expectAccessible(page)
    await page.context().close()
  }
})
