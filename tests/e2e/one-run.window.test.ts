import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { routes } from '../../src/renderer/data/routes.ts'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { launchBrowser } from '../support/browser.ts'
import { type ServingProcess, startServing } from '../support/serving-process.ts'
import { connect } from '../support/workbench-client.ts'
import { openPage, type WorkbenchPage } from '../support/workbench-page.ts'

/** more than are solved while the test looks on */
const PAIRS = 200
/** on a busy machine the check of the input alone takes a minute */
const PATIENCE_MS = 150_000
const RUN_ID = 'shared'

const started: ServingProcess[] = []
let browser: Browser
/** anew for each attempt */
let place: string

beforeAll(async () => {
  browser = await launchBrowser()
})
beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'otolith-one-run-')))
})
afterEach(() => {
  for (const { process } of started.splice(0)) process.kill('SIGKILL')
  rmSync(place, { recursive: true, force: true })
})
afterAll(async () => {
  await browser?.close()
})

async function serve(): Promise<ServingProcess> {
  const serving = await startServing(place, join(place, 'app'))
  started.push(serving)
  return serving
}

test('two browsers see one run, another process leaves it alone, and takes it over with one click once its owner has died', {
  timeout: 2 * PATIENCE_MS,
}, async () => {
  const studyDir = join(place, 'study')
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
  for (const { page } of [one, two]) page.setDefaultTimeout(PATIENCE_MS)

  // every browser sees it go on, that of the other process with who carries it out: the study's store knows the run once its input is checked
  await Promise.all([one, two].map(runtimesAppear))
  await using elsewhere = await openPage(browser, other, address)
  elsewhere.page.setDefaultTimeout(PATIENCE_MS)
  await runtimesAppear(elsewhere)
  const solvedAtFirst = await solvedIn(elsewhere.page)
  await elsewhere.page.getByText(`Process ${owner.process.pid} on`, { exact: false }).waitFor()
  await expect.poll(() => elsewhere.page.getByRole('button', { name: /^(Resume|Stop|Pause)$/ }).count()).toBe(0)
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
  // each is told a quarter of a second apart
  await expect.poll(async () => (await solvedIn(two.page)) - (await solvedIn(one.page))).toBe(0)
  await expect
    .poll(async () => [await runtimesIn(two.page), await runtimesIn(one.page)])
    .toSatisfy(([ofTwo, ofOne]) => ofTwo === ofOne)
  const solved = await solvedIn(one.page)
  await two.page.getByRole('button', { name: 'Resume' }).click()
  await Promise.all([one, two].map(({ page }) => page.getByRole('button', { name: 'Pause' }).waitFor()))

  // what its owner had solved is kept, and whoever looks on can go on with it
  await elsewhere.page.getByText(`Process ${owner.process.pid} on`, { exact: false }).waitFor()
  await owner.end('SIGKILL')
  await elsewhere.page.getByText('Interrupted', { exact: true }).waitFor()
  await expect.poll(() => solvedIn(elsewhere.page)).toBeGreaterThanOrEqual(solved)
  await elsewhere.page.getByRole('button', { name: 'Resume' }).click()
  await elsewhere.page.getByRole('button', { name: 'Pause' }).waitFor()
  const kept = await solvedIn(elsewhere.page)
  expect(kept).toBeGreaterThanOrEqual(solved)
  await expect.poll(() => solvedIn(elsewhere.page), { timeout: PATIENCE_MS }).toBeGreaterThan(kept)
  expect(elsewhere.takeComplaints()).toEqual([])
})

const runtimesAppear = ({ page }: WorkbenchPage) => page.getByText('half of the', { exact: false }).waitFor()

const runtimesIn = (page: Page) => page.getByTestId('runtime-spread').textContent()

async function solvedIn(page: Page): Promise<number> {
  const text = await page.getByText(/^[\d,]+ of [\d,]+ pairs$/).textContent()
  return Number.parseInt(text ?? '', 10)
}
