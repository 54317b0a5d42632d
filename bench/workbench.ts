import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { routes } from '../src/renderer/data/routes.ts'
import { formatCount } from '../src/renderer/format/number.ts'
import { writeDemoFiles } from '../src/study/demo-files.ts'
import { launchBrowser } from '../tests/support/browser.ts'
import { startServing } from '../tests/support/serving-process.ts'
import { openPage } from '../tests/support/workbench-page.ts'
import { figure, markdownTable } from './markdown-table.ts'
import type { BenchContext, Section } from './section.ts'

const PAIRS = 313
const SMOKE_PAIRS = 6
const TARGET_MS = 100
/** longer than any run takes */
const RUN_MS = 3_600_000
/** a person looks at what came before the next click */
const LOOK_MS = 250
/** a click without its effect by then is broken, not slow */
const LONGEST_WAIT_MS = 30_000
const RUN_ID = 'bench'

/** A click, and what is on the screen once it has had its effect, as a selector. */
interface Click {
  readonly name: string
  readonly on: (page: Page) => Locator
  readonly effect: string
}

const RUNTIMES = 'Runtime of each pair'
const SORTED = 'table[aria-label="Pairs"] th[aria-sort'

/** Round and round; each leaves the page as the next one needs it. */
const CLICKS: readonly Click[] = [
  { name: 'runtimes as a table', on: button('As a table'), effect: `table[aria-label="${RUNTIMES}"]` },
  { name: 'runtimes as a chart', on: button('As a chart'), effect: `[role=img][aria-label^="${RUNTIMES}"] canvas` },
  { name: 'sort the pairs', on: header('Runtime'), effect: `${SORTED}=ascending]` },
  { name: 'sort them the other way', on: header('Runtime'), effect: `${SORTED}=descending]` },
  { name: 'the run’s record', on: tab('Record'), effect: '[role=tabpanel] textarea' },
  { name: 'its pairs', on: tab('Pairs'), effect: 'table[aria-label="Pairs"] tbody th' },
  { name: 'to the list of runs', on: link('Runs'), effect: 'table[aria-label="Runs"] tbody th' },
  { name: 'back to the run', on: link(RUN_ID), effect: `table[aria-label="Pairs"] tbody th` },
]

/** Runs a study from the window, clicks about in it meanwhile, and tells how long each click waits for its effect. */
export async function benchWorkbench({ smoke, workers, workDir, progress }: BenchContext): Promise<Section> {
  const pairCount = smoke ? SMOKE_PAIRS : PAIRS
  const root = join(workDir, 'workbench')
  const files = writeDemoFiles(join(root, 'files'), { pairs: pairCount })
  const serving = await startServing(root, join(workDir, 'workbench-app'))
  const browser = await launchBrowser()
  try {
    await using window = await openPage(browser, serving)
    const { page } = window
    await page.addInitScript({ path: join(import.meta.dirname, 'click-stopwatch.js') })
    await page.reload()
    const studyDir = await makeStudy(page, files)
    progress(`workbench: ${pairCount} pairs`)
    await window.goTo(routes.newRun(studyDir, files.manifestPath))
    await beginRun(page, workers)
    const clicks = await clickUntilDone(page)
    const runtimes = await runtimeCount(page)
    return section({ pairCount, workers, clicks, runtimes })
  } finally {
    await browser.close()
    await serving.end('SIGTERM')
  }
}

async function makeStudy(
  page: Page,
  files: { readonly tablePath: string; readonly dataRoot: string },
): Promise<string> {
  const studyDir = join(files.dataRoot, '..', 'study')
  await page.getByRole('button', { name: 'Make a study…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /^Embryo table/ }).fill(files.tablePath)
  await dialog.getByRole('textbox', { name: /^Data folder/ }).fill(files.dataRoot)
  await dialog.getByRole('textbox', { name: /^Study folder/ }).fill(studyDir)
  await dialog.getByRole('button', { name: 'Make the study' }).click()
  await page.getByRole('heading', { level: 1, name: 'Data' }).waitFor()
  return studyDir
}

async function beginRun(page: Page, workers: number): Promise<void> {
  await page.getByText('solved in', { exact: false }).waitFor({ timeout: 120_000 })
  await page.getByRole('textbox', { name: 'Name of the run' }).fill(RUN_ID)
  await page.getByLabel('Pairs solved at once').fill(String(workers))
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('half of the', { exact: false }).waitFor({ timeout: 600_000 })
}

interface TimedClick {
  readonly name: string
  readonly ms: number
}

async function clickUntilDone(page: Page): Promise<TimedClick[]> {
  const isRunning = async () => (await page.getByText('Every pair was tried').count()) === 0
  const timed: TimedClick[] = []
  const endMs = performance.now() + RUN_MS
  while (performance.now() < endMs && (await isRunning())) {
    for (const click of CLICKS) timed.push({ name: click.name, ms: await timeClick(page, click) })
  }
  return timed
}

async function timeClick(page: Page, { name, on, effect }: Click): Promise<number> {
  await page.waitForTimeout(LOOK_MS)
  await page.evaluate(`clickStopwatch.arm(${JSON.stringify(effect)}, ${LONGEST_WAIT_MS})`)
  await on(page).click()
  const ms = await page.evaluate<number | null>('clickStopwatch.ms')
  if (ms === null) throw new Error(`"${name}" had no effect within ${LONGEST_WAIT_MS} ms`)
  return ms
}

/** How many pairs the window knows the runtime of. */
async function runtimeCount(page: Page): Promise<number> {
  await button('As a table')(page).click()
  const table = page.getByRole('grid', { name: RUNTIMES })
  return Number(await table.getAttribute('aria-rowcount')) - 1
}

interface Found {
  readonly pairCount: number
  readonly workers: number
  readonly clicks: readonly TimedClick[]
  readonly runtimes: number
}

function section({ pairCount, workers, clicks, runtimes }: Found): Section {
  const rows = [...CLICKS.map(({ name }) => name), 'all'].map((name) => {
    const ms = clicks.filter((click) => name === 'all' || click.name === name).map((click) => click.ms)
    return [name, formatCount(ms.length), ...[0.5, 0.95, 1].map((share) => figure(quantile(ms, share)))]
  })
  const text = [
    `A run of ${pairCount} pairs on ${workers} workers, begun in a browser, and clicks in its window meanwhile: from a click's arrival in the`,
    `browser until its effect was painted. Aimed at: a median of at most ${TARGET_MS} ms.`,
    '',
    markdownTable(['click', 'count', 'median, ms', '95 %, ms', 'longest, ms'], rows),
    '',
    `Runtimes that arrived in the window: ${runtimes} of ${pairCount}.`,
  ]
  return { text: text.join('\n'), data: { pairCount, workers, runtimes, clicks } }
}

/** The nearest of the values; at least one is there. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(share * (sorted.length - 1))]
}

function button(name: string) {
  return (page: Page) => page.getByRole('button', { name, exact: true }).first()
}

function header(name: string) {
  return (page: Page) => page.getByRole('grid', { name: 'Pairs' }).locator('th button', { hasText: name })
}

function tab(name: string) {
  return (page: Page) => page.getByRole('tab', { name, exact: true })
}

function link(name: string) {
  return (page: Page) => page.getByRole('link', { name, exact: true })
}
