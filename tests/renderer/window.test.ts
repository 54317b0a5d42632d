import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createStudyService } from '../../src/service/study-service.ts'
import type { PairRecord } from '../../src/study/run-store.ts'
import { launchBrowser } from '../support/browser.ts'
import { buildRenderer, type RendererSite } from '../support/renderer-site.ts'
import { enterRun, failedOutcome, solvedOutcome, type TempStudy, tempStudy } from '../support/temp-study.ts'

const SCREENSHOTS = join(import.meta.dirname, '../../test-results/window')
const LONG_REASON =
  'The mask of ventral60_A01 frame 52 has no pixel left after cleaning: its largest piece (38 px) is smaller than 100 px. Check the segmentation of this frame, or leave the pair out.'

let browser: Browser
let context: BrowserContext
let site: RendererSite
let study: TempStudy
let page: Page
let complaints: string[]
/** what the folder dialog will give */
let choice: string | null

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true })
  ;[browser, site] = await Promise.all([launchBrowser(), buildRenderer()])
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
})

afterAll(async () => {
  site?.[Symbol.dispose]()
  await browser?.close()
})

beforeEach(async () => {
  study = tempStudy()
  choice = null
  complaints = []
  page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
})

afterEach(async () => {
  await page.close()
  study[Symbol.dispose]()
  expect(complaints).toEqual([])
})

async function open(studyDir: string | null): Promise<void> {
  await site.open(page, createStudyService(), {
    currentStudy: async () => ({ ok: true, value: studyDir }),
    chooseStudy: async () => ({ ok: true, value: choice }),
  })
}

async function takePictures(name: string, schemes: readonly ('light' | 'dark')[] = ['light', 'dark']): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-${colorScheme}.png`) })
  }
}

/** Two runs, one of them with pairs of every state but running. */
function fillStudy({ store }: TempStudy): void {
  const earlier = enterRun(store, 'wt-24-to-36hpf', 4, 'wt_A01-28_wt_B03')
  for (const [seed, pairId] of earlier.entries()) store.finishPair('wt-24-to-36hpf', pairId, solvedOutcome(seed))
  store.releaseRun('wt-24-to-36hpf', 'finished')

  const run = 'ventral-vs-wt'
  const pairIds = enterRun(store, run, 26, 'wt_A01-28_to_ventral60_C07')
  for (const [seed, pairId] of pairIds.entries()) {
    if (seed === 7) store.finishPair(run, pairId, failedOutcome(LONG_REASON))
    else if (seed === 4 || seed === 12) store.finishPair(run, pairId, solvedOutcome(seed * 40, 'unconverged'))
    else if (seed < 24) store.finishPair(run, pairId, solvedOutcome(seed))
  }
  store.enterPairs(run, [
    { pairId: 'wt_A01-28_to_lost_D02', position: 26, skipReason: 'lost_D02 is not in the embryo table' },
  ])
  store.releaseRun(run, 'cancelled')
}

const rowOf = (pairId: string): Locator => page.getByRole('row', { name: pairId, exact: false }).first()

/** The exact numbers that a row of the table holds, by column. */
async function figuresOf(row: Locator): Promise<Record<string, number>> {
  const cells = await row.locator('td[data-column]').evaluateAll((found) =>
    found.flatMap((cell) => {
      const data = cell.querySelector('data')
      return data ? [[cell.getAttribute('data-column') ?? '', Number(data.value)] as const] : []
    }),
  )
  return Object.fromEntries(cells)
}

function storedFigures({ runtimeSec, metrics }: PairRecord): Record<string, unknown> {
  return {
    runtimeSec,
    iterations: metrics?.iterations,
    gap: metrics?.gap,
    meanDistanceUm: metrics?.mean_transport_distance_um,
    createdPct: metrics?.created_mass_pct,
    divergenceUm: metrics?.sinkhorn_divergence_um,
  }
}

it('shows the runs, and the pairs of the selected one with the numbers of the store', async () => {
  fillStudy(study)
  await open(study.studyDir)

  const runs = page.getByRole('group', { name: 'Runs' }).getByRole('radio')
  await expect.poll(() => runs.count()).toBe(2)
  const [newest] = study.store.runs()
  if (!newest) throw new Error('the study has runs')
  await page.getByRole('heading', { name: newest.runId }).waitFor()
  await page.getByRole('radio', { name: /ventral-vs-wt/ }).check()
  const table = page.getByRole('table', { name: 'Pairs of run ventral-vs-wt: 27 pairs' })
  await table.waitFor()

  const headers = await table.getByRole('columnheader').allInnerTexts()
  expect(headers.map((text) => text.trim().replace(/\s+/g, ' '))).toEqual([
    'pair',
    'state',
    'runtime (s)',
    'iterations',
    'gap',
    'mean distance (µm)',
    'created (%)',
    'divergence (µm)',
  ])
  expect(await table.locator('th[scope=col]').count()).toBe(8)
  expect(await table.locator('th[scope=row]').count()).toBe(27)

  const solved = study.store.pairs('ventral-vs-wt').filter(({ state }) => state === 'ok' || state === 'unconverged')
  expect(solved).toHaveLength(23)
  for (const pair of solved) {
    const row = table.locator('tbody tr').nth(pair.position)
    expect(await row.locator('th').innerText()).toBe(pair.pairId)
    expect(await row.locator('td.state').innerText()).toBe(pair.state)
    expect(await figuresOf(row)).toEqual(storedFigures(pair))
  }
  expect(await rowOf('wt_A01-28_to_ventral60_C07-2').locator('td.figure').allInnerTexts()).toEqual([
    '0.32',
    '41',
    '4.2 × 10⁻⁹',
    '41.6',
    '1.61',
    '30.2',
  ])
  await takePictures('run')
})

it('says why a pair failed: a line in the table, the whole on demand', async () => {
  fillStudy(study)
  await open(study.studyDir)
  await page.getByRole('radio', { name: /ventral-vs-wt/ }).check()

  await page.getByRole('radio', { name: 'failed 1' }).check()
  const table = page.getByRole('table', { name: '1 of 27 pairs' })
  await table.getByRole('button', { name: /The mask of ventral60_A01/ }).press('Enter')
  const note = page.locator('[popover]:popover-open')
  expect(await note.innerText()).toContain(LONG_REASON)
  await takePictures('reason', ['light'])
  await page.keyboard.press('Escape')
  await expect.poll(() => note.count()).toBe(0)

  await page.getByRole('radio', { name: /^all/ }).check()
  await page.getByRole('searchbox', { name: 'Find a pair by its name' }).fill('LOST')
  expect(await rowOf('lost_D02').innerText()).toContain('lost_D02 is not in the embryo table')
  await page.getByRole('searchbox').fill('nowhere')
  await page.getByText('No pair of this run is like that.').waitFor()
})

it('is worked by keyboard alone', async () => {
  fillStudy(study)
  await open(study.studyDir)
  const heading = page.getByRole('heading', { level: 2 })
  const [newest, other] = study.store.runs()
  await expect.poll(() => heading.innerText()).toBe(newest?.runId)

  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => heading.innerText()).toBe(other?.runId)
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => heading.innerText()).toBe(newest?.runId)

  await page.getByRole('radio', { name: /ventral-vs-wt/ }).check()
  const gap = page.getByRole('columnheader', { name: 'gap' })
  await gap.getByRole('button').press('Enter')
  expect(await gap.getAttribute('aria-sort')).toBe('ascending')
  await gap.getByRole('button').press('Enter')
  expect(await gap.getAttribute('aria-sort')).toBe('descending')
  const largest = study.store
    .pairs('ventral-vs-wt')
    .map(({ metrics }) => metrics?.gap)
    .filter((value) => typeof value === 'number')
    .reduce((one, two) => Math.max(one, two))
  const firstRow = page.locator('table.pairs tbody tr').first()
  expect((await figuresOf(firstRow)).gap).toBe(largest)
})

it('teaches what to open where no study is open, and opens what is chosen', async () => {
  fillStudy(study)
  await open(null)
  await page.getByRole('heading', { name: 'Open a study folder' }).waitFor()
  expect(await page.getByRole('main').innerText()).toContain('npm run demo')
  await takePictures('empty')

  // nothing chosen: nothing changes
  await page.getByRole('button', { name: 'Open study…' }).click()
  await page.getByRole('heading', { name: 'Open a study folder' }).waitFor()

  choice = study.studyDir
  await page.getByRole('button', { name: 'Open study…' }).click()
  await page.getByRole('table').waitFor()
})

it('opens what the menu or the command line names', async () => {
  fillStudy(study)
  await open(null)
  await page.getByRole('heading', { name: 'Open a study folder' }).waitFor()
  await page.evaluate((detail) => dispatchEvent(new CustomEvent('study-opened', { detail })), study.studyDir)
  await page.getByRole('table').waitFor()
})

it('says what is wrong with a folder that is no study', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'otolith-none-'))
  await open(folder)
  const alert = page.getByRole('alert')
  await alert.waitFor()
  expect(await alert.innerText()).toContain(`The folder ${folder} holds no study`)
  await takePictures('failed')
  rmSync(folder, { recursive: true })
})

it('says that a study has no runs', async () => {
  await open(study.studyDir)
  await page.getByRole('heading', { name: 'No runs yet' }).waitFor()
})

it('follows a run while it is running, and stops when it has ended', async () => {
  const { store } = study
  const pairIds = enterRun(store, 'live', 40, 'wt_A01-28_to_wt_B04')
  const [first = '', second = ''] = pairIds
  for (const [seed, pairId] of pairIds.slice(2, 20).entries()) store.finishPair('live', pairId, solvedOutcome(seed))
  store.startPair('live', first)
  await open(study.studyDir)
  const stateOf = (pairId: string) => rowOf(pairId).locator('td.state').innerText()
  await expect.poll(() => stateOf(first)).toBe('running')
  await takePictures('running')

  store.finishPair('live', first, solvedOutcome(3))
  store.startPair('live', second)
  await expect.poll(() => stateOf(first), { timeout: 4000 }).toBe('ok')
  expect(await figuresOf(rowOf(first))).toEqual(storedFigures(store.pairs('live')[0] ?? fail()))

  store.finishPair('live', second, failedOutcome('the solver met a number that is none'))
  store.releaseRun('live', 'finished')
  await expect.poll(() => page.locator('.run-title .state').innerText(), { timeout: 4000 }).toBe('finished')
  expect(await stateOf(second)).toBe('failed')

  // what comes after the end is not looked for until the window is looked at again
  store.finishPair('live', second, solvedOutcome(5))
  await page.waitForTimeout(1500)
  expect(await stateOf(second)).toBe('failed')
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect.poll(() => stateOf(second)).toBe('ok')
})

it('stays usable with 5,000 pairs', async () => {
  const { store } = study
  const pairIds = enterRun(store, 'large', 5000)
  store.whileLocked(() => {
    for (const [seed, pairId] of pairIds.entries()) store.finishPair('large', pairId, solvedOutcome(seed))
  })
  store.releaseRun('large', 'finished')
  await open(study.studyDir)
  await page.getByRole('table', { name: '5,000 pairs' }).waitFor()

  const table = page.getByRole('table')
  expect(await table.getAttribute('aria-rowcount')).toBe('5001')
  expect(await page.locator('tbody tr').count()).toBeLessThan(80)

  const started = performance.now()
  await page.getByRole('region').press('End')
  await rowOf('pair-5000').waitFor()
  await page.getByRole('columnheader', { name: 'runtime' }).getByRole('button').click()
  await page.getByRole('columnheader', { name: 'runtime' }).getByRole('button').click()
  await page.getByRole('region').press('Home')
  await expect.poll(() => page.locator('tbody th').first().innerText()).toBe('pair-5000')
  expect(performance.now() - started).toBeLessThan(5000)
  await takePictures('large', ['light'])
})

function fail(): never {
  throw new Error('the store has no such pair')
}
