// draws docs/guide/images: every page as a person meets it who follows the guide, with the demo's files: `npm run guide`
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decode, encode } from 'fast-png'
import type { Locator, Page } from 'playwright-core'
import { routes } from '../src/renderer/data/routes.ts'
import { writeFileAtomicSync } from '../src/study/atomic-file.ts'
import { writeDemoFiles } from '../src/study/demo-files.ts'
import { launchBrowser } from '../tests/support/browser.ts'
import { dropFile, fileToDrop } from '../tests/support/drop-file.ts'
import { startServing } from '../tests/support/serving-process.ts'
import { openPage } from '../tests/support/workbench-page.ts'

const images = fileURLToPath(new URL('../docs/guide/images/', import.meta.url))
const PAIRS = 20
/** a page that a busy machine takes long for is no fault */
const PATIENCE_MS = 180_000

const place = realpathSync(mkdtempSync(join(tmpdir(), 'otolith-')))
const root = join(place, 'lab')
const studyDir = join(root, 'curly-tails')
mkdirSync(root)
mkdirSync(images, { recursive: true })
const files = writeDemoFiles(join(root, 'microscope'), { pairs: PAIRS })
const serving = await startServing(root, join(place, 'app'))
const browser = await launchBrowser()
try {
  await using window = await openPage(browser, serving)
  const { page, goTo } = window
  page.setDefaultTimeout(PATIENCE_MS)
  await drawHome(page)
  await drawData(page)
  await drawManifest(page)
  await drawRun(page)
  await drawRuns(page, goTo)
  await drawFields(page, goTo)
  await drawExplore(page, goTo)
  await drawWindow(page, goTo)
} finally {
  await browser.close()
  await serving.end('SIGTERM')
  rmSync(place, { recursive: true, force: true })
}

async function drawHome(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Four steps' }).waitFor()
  await draw(page, 'home')
  await dropFile(page, fileToDrop(files.tablePath))
  await page.getByRole('button', { name: 'Make a study of it' }).waitFor()
  await draw(page, 'dropped')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Make a study…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Make a study' })
  await dialog.getByRole('textbox', { name: /^Embryo table/ }).fill(files.tablePath)
  await dialog.getByRole('textbox', { name: /^Data folder/ }).fill(files.dataRoot)
  await dialog.getByRole('textbox', { name: /^Study folder/ }).fill(studyDir)
  await draw(page, 'make-study')
  await dialog.getByRole('button', { name: 'Make the study' }).click()
}

async function drawData(page: Page): Promise<void> {
  await page.getByText('All masks were checked').waitFor()
  const frames = page.getByRole('grid', { name: 'Frames' })
  await frames.getByRole('row').nth(10).click()
  await page.getByText('As it is placed').waitFor()
  await draw(page, 'data')

  await page.getByRole('button', { name: 'Exclude…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Reason' }).click()
  await page.getByRole('option', { name: 'Out of focus' }).click()
  await draw(page, 'exclude')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
}

async function drawManifest(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Build a manifest' }).click()
  await page.getByText('No pairs yet').waitFor()
  await page.getByRole('button', { name: /^48 hpf/ }).click()
  await draw(page, 'intent')
  await page.getByRole('button', { name: 'Build the pairs' }).click()
  await page.getByRole('grid', { name: 'Pairs' }).getByRole('row').nth(1).click()
  await page.getByText('Overlap').waitFor()
  await draw(page, 'pairs')
  await page.getByRole('tab', { name: 'Design' }).click()
  await page.getByRole('table').waitFor()
  await draw(page, 'design')
  await page.getByRole('textbox', { name: 'Name of the manifest' }).fill('mutants-48-hpf')
  await page.getByRole('button', { name: 'Continue to run' }).click()
}

async function drawRun(page: Page): Promise<void> {
  await page.getByText('solved in').waitFor()
  await draw(page, 'new-run')
  await page.getByLabel('Pairs solved at once').fill('1')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  // enough for a median and a band to be seen
  await page.getByText(/half of the ([6-9]|1\d) pairs/).waitFor()
  await page
    .getByRole('img', { name: /^Runtime of each pair/ })
    .locator('canvas')
    .waitFor()
  await draw(page, 'run')
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('dialog').waitFor()
  await draw(page, 'stop')
  await page.getByRole('button', { name: 'Stop the run' }).click()
  await page.getByText('Stopped by hand').waitFor()
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  await draw(page, 'stopped')
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByText('Every pair was tried').waitFor()
  await draw(page, 'finished')
  await page.getByRole('grid', { name: 'Pairs' }).evaluate((grid) => grid.scrollIntoView({ block: 'end' }))
  await draw(page, 'figures')
}

async function drawRuns(page: Page, goTo: (address: string) => Promise<void>): Promise<void> {
  await goTo(routes.rerun(studyDir, 'mutants-48-hpf'))
  await page.getByText('solved in').waitFor()
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('sharper')
  await page.getByRole('textbox', { name: /^Entropic regularisation/ }).fill('0.00005')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('Every pair was tried').waitFor()

  await goTo(routes.studyRuns(studyDir))
  const rows = page.getByRole('grid', { name: 'Runs' }).locator('tbody').getByRole('checkbox')
  await rows.first().waitFor()
  for (const row of await rows.all()) await row.check()
  await draw(page, 'runs')
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await page.getByRole('table').waitFor()
  await draw(page, 'compare')
  await goTo(routes.home())
  await page.getByText('Latest runs').waitFor()
  await draw(page, 'home-later')
}

async function drawFields(page: Page, goTo: (address: string) => Promise<void>): Promise<void> {
  await goTo(routes.run(studyDir, 'mutants-48-hpf'))
  await page.getByRole('grid', { name: 'Pairs' }).getByRole('link').last().click()
  const panels = page.getByRole('application')
  await panels.first().waitFor()
  const pointAt = (x: number, y: number) => panels.first().hover({ position: { x, y }, force: true })
  await panelsAreRead(page)
  await pointAt(450, 165)
  await draw(page, 'fields')

  await panels.first().click({ position: { x: 450, y: 165 } })
  await page.getByRole('region', { name: 'Probe 1' }).waitFor()
  await page.getByRole('toolbar', { name: 'Drag' }).getByText('Line', { exact: true }).click()
  await panels
    .first()
    .dragTo(panels.first(), { sourcePosition: { x: 250, y: 165 }, targetPosition: { x: 600, y: 165 } })
  await page.getByRole('img', { name: 'Values along Line 1' }).waitFor()
  await page.getByRole('toolbar', { name: 'Drag' }).getByText('Region', { exact: true }).click()
  await panels.first().dragTo(panels.first(), { sourcePosition: { x: 90, y: 150 }, targetPosition: { x: 220, y: 260 } })
  await page.getByRole('region', { name: 'Region 1' }).scrollIntoViewIfNeeded()
  await draw(page, 'fields-measure')

  await page.getByRole('tab', { name: 'Morph' }).click()
  await page.getByRole('slider').first().focus()
  for (let i = 0; i < 15; i++) await page.keyboard.press('ArrowRight')
  await page.getByRole('img', { name: /its mass 50 %/ }).scrollIntoViewIfNeeded()
  await draw(page, 'fields-morph')

  await page.getByRole('tab', { name: 'Probes, lines, regions' }).click()
  await page.getByRole('button', { name: 'Remove all' }).click()
  await page.getByRole('button', { name: 'Small multiples' }).click()
  await page.getByRole('menuitem', { name: 'By genotype' }).click()
  await page.getByRole('img', { name: /^Displacement/ }).waitFor()
  await page
    .getByText(/mean of/)
    .first()
    .waitFor()
  await panelsAreRead(page)
  await draw(page, 'fields-compare')
  await page.getByText('Standardised', { exact: true }).click()
  await page.getByRole('img', { name: /difference \/ SD/ }).waitFor()
  await panelsAreRead(page)
  await page.mouse.move(0, 0)
  await draw(page, 'fields-standardised')
}

/** Waits until no panel waits for its field. */
async function panelsAreRead(page: Page): Promise<void> {
  const waiting = page.getByRole('status', { name: 'Reading the fields…' })
  while ((await waiting.count()) > 0) await waiting.first().waitFor({ state: 'detached' })
}

async function drawExplore(page: Page, goTo: (address: string) => Promise<void>): Promise<void> {
  await goTo(routes.explore(studyDir, 'mutants-48-hpf'))
  const pairs = page.getByRole('grid', { name: 'Pairs' })
  await pairs.waitFor()
  await drawAround(page, page.getByRole('region', { name: /^Strip/ }).locator('canvas'), [0.15, 0.45])
  await page.getByText(/^\d+ selected$/).waitFor()
  await draw(page, 'explore')
  await page.getByRole('button', { name: 'Clear', exact: true }).click()

  await page
    .getByRole('region', { name: /^Strip/ })
    .getByText('Box')
    .click()
  await page
    .getByRole('region', { name: /^Scatter/ })
    .getByRole('button', { name: 'As a table' })
    .click()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('searchbox', { name: 'Search columns' }).fill('displacement')
  await draw(page, 'explore-columns')
  await page.keyboard.press('Escape')
}

/** Drags over a picture between two shares of its height. */
async function drawAround(page: Page, picture: Locator, [from, to]: readonly [number, number]): Promise<void> {
  const box = await picture.boundingBox()
  if (!box) throw new Error('there is no picture')
  await page.mouse.move(box.x + 84, box.y + from * box.height)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 20, box.y + to * box.height, { steps: 4 })
  await page.mouse.up()
}

async function drawWindow(page: Page, goTo: (address: string) => Promise<void>): Promise<void> {
  await goTo(routes.engines())
  await page.getByRole('heading', { name: 'Taken unless you choose another' }).waitFor()
  await page.getByText('Being tried').first().waitFor()
  await page.getByRole('button', { name: 'Test all again', disabled: false }).waitFor()
  await draw(page, 'engines')
  await goTo(routes.data(studyDir))
  await page.getByRole('grid', { name: 'Frames' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'Search and commands' }).fill('run')
  await draw(page, 'palette')
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Search and commands' }).waitFor({ state: 'detached' })
  await page.keyboard.press('Shift+?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await draw(page, 'shortcuts')
}

/** Once nothing is loading and no notice lies over it. */
async function draw(page: Page, name: string): Promise<void> {
  for (const notice of await page.getByRole('alert').getByRole('button', { name: 'Close' }).all()) await notice.click()
  await page.waitForLoadState('networkidle')
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' })
  // a browser packs for speed
  const packed = encode(decode(await page.screenshot({ animations: 'disabled' })), { zlib: { level: 9 } })
  writeFileAtomicSync(join(images, `${name}.png`), packed)
  process.stdout.write(`${name}.png\n`)
}
