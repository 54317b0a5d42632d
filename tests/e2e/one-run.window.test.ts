import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { routes } from '../../src/renderer/data/routes.ts'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { launchBrowser } from '../support/browser.ts'
import { type ServingProcess, startServing } from '../support/serving-process.ts'
import { connect } from '../support/workbench-client.ts'
import { openPage } from '../support/workbench-page.ts'

/** more than are solved while the test looks on */
const PAIRS = 60
/** on a busy machine the check of the input alone takes a minute */
const PATIENCE_MS = 150_000
const RUN_ID = 'shared'

const place = realpathSync(mkdtempSync(join(tmpdir(), 'otolith-one-run-')))
const studyDir = join(place, 'study')
const started: ServingProcess[] = []
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterEach(() => {
  for (const { process } of started.splice(0)) process.kill('SIGKILL')
})
afterAll(async () => {
  await browser?.close()
  rmSync(place, { recursive: true, force: true })
})

async function serve(): Promise<ServingProcess> {
  const serving = await startServing(place, join(place, 'app'))
  started.push(serving)
  return serving
}

test('two browsers see one run, another process leaves it alone, and takes it over with one click once its owner has died', {
  timeout: 2 * PATIENCE_MS,
}, async () => {
  const files = writeDemoFiles(join(place, 'files'), { pairs: PAIRS })
  const owner = await serve()
  const other = await serve()
  {
    using window = await connect(owner.url)
    mkdirSync(studyDir)
    await window.client.study.create({ studyDir, tablePath: files.tablePath, dataRoot: files.dataRoot })
    await window.client.runs.start({
      studyDir,
      runId: RUN_ID,
      manifestPath: files.manifestPath,
      settings: { workers: 1, backend: 'cpu' },
    })
  }
  const address = routes.run(studyDir, RUN_ID)
  await using one = await openPage(browser, owner, address)
  await using two = await openPage(browser, owner, address)
  await using elsewhere = await openPage(browser, other, address)
  for (const { page } of [one, two, elsewhere]) page.setDefaultTimeout(PATIENCE_MS)

  // every browser sees it go on, that of the other process with who carries it out
  await Promise.all([one, two, elsewhere].map(({ page }) => page.getByText('half of the', { exact: false }).waitFor()))
  const solvedAtFirst = await solvedIn(elsewhere.page)
  await elsewhere.page.getByText(`Process ${owner.process.pid} on`, { exact: false }).waitFor()
  expect(await elsewhere.page.getByRole('button', { name: /^(Resume|Stop|Pause)$/ }).count()).toBe(0)
  await expect.poll(() => solvedIn(elsewhere.page), { timeout: PATIENCE_MS }).toBeGreaterThan(solvedAtFirst)

  // whoever wants to write the same run there is told who does
  await elsewhere.goTo(`${routes.newRun(studyDir, files.manifestPath)}`)
  await elsewhere.page.getByRole('textbox', { name: 'Name of the run' }).fill(RUN_ID)
  await elsewhere.page.getByRole('button', { name: 'Run', exact: true }).click()
  const refusal = elsewhere.page.getByRole('alert').filter({ hasText: 'can’t be run yet' })
  await refusal.getByText(String(owner.process.pid), { exact: false }).waitFor()
  await elsewhere.goTo(address)

  // paused in one browser, it is paused in both
  await one.page.getByRole('button', { name: 'Pause' }).click()
  await Promise.all([one, two].map(({ page }) => page.getByRole('button', { name: 'Resume' }).waitFor()))
  const solved = await solvedIn(one.page)
  expect(await solvedIn(two.page)).toBe(solved)
  expect(await runtimesIn(two.page)).toBe(await runtimesIn(one.page))
  await two.page.getByRole('button', { name: 'Resume' }).click()
  await Promise.all([one, two].map(({ page }) => page.getByRole('button', { name: 'Pause' }).waitFor()))

  // what its owner had solved is kept, and whoever looks on can go on with it
  await elsewhere.page.getByText(`Process ${owner.process.pid} on`, { exact: false }).waitFor()
  await owner.end('SIGKILL')
  await elsewhere.page.getByText('Interrupted', { exact: true }).waitFor()
  expect(await solvedIn(elsewhere.page)).toBeGreaterThanOrEqual(solved)
  await elsewhere.page.getByRole('button', { name: 'Resume' }).click()
  await elsewhere.page.getByRole('button', { name: 'Pause' }).waitFor()
  const kept = await solvedIn(elsewhere.page)
  expect(kept).toBeGreaterThanOrEqual(solved)
  await expect.poll(() => solvedIn(elsewhere.page), { timeout: PATIENCE_MS }).toBeGreaterThan(kept)
  expect(elsewhere.takeComplaints()).toEqual([])
})

const runtimesIn = (page: Page) => page.getByTestId('runtime-spread').textContent()

async function solvedIn(page: Page): Promise<number> {
  const text = await page.getByText(/^[\d,]+ of [\d,]+ pairs$/).textContent()
  return Number.parseInt(text ?? '', 10)
}
