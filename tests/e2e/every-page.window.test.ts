import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../src/renderer/data/routes.ts'
import { PAGES } from '../../src/renderer/pages/pages.ts'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { launchBrowser } from '../support/browser.ts'
import { openWorkbench, type Workbench } from '../support/workbench.ts'
import { expectAccessible, openPage, type WorkbenchPage } from '../support/workbench-page.ts'

const PAIRS = 4
const RUNS = ['coarse', 'short'] as const

interface Place {
  readonly studyDir: string
  readonly manifestPath: string
}

/** A page, and what a person does there, one thing after the other; each is looked at once it is there. */
interface Visit {
  readonly page: string
  readonly address: (place: Place) => string
  readonly views: Readonly<Record<string, (page: Page) => Promise<unknown>>>
}

let workbench: Workbench
let browser: Browser
let window: WorkbenchPage
let place: Place

beforeAll(async () => {
  workbench = await openWorkbench()
  browser = await launchBrowser()
  const files = writeDemoFiles(join(workbench.root, 'microscope'), { pairs: PAIRS })
  const studyDir = join(workbench.root, 'study')
  mkdirSync(studyDir)
  const { runs, study } = workbench.client
  await study.create({ studyDir, tablePath: files.tablePath, dataRoot: files.dataRoot })
  const run = { studyDir, manifestPath: files.manifestPath }
  await runs.start({ ...run, runId: RUNS[0], settings: { downsampleFactor: 4 } })
  // nothing converges in two iterations
  await runs.start({ ...run, runId: RUNS[1], settings: { downsampleFactor: 4, maxIterations: 2, refinement: 'none' } })
  for (const runId of RUNS) {
    for await (const update of await runs.watch({ studyDir, runId })) {
      if ('run' in update && update.run?.state === 'finished') break
    }
  }
  place = run
  window = await openPage(browser, workbench)
})

afterAll(async () => {
  await window?.[Symbol.asyncDispose]()
  await browser?.close()
  await workbench?.[Symbol.asyncDispose]()
})

const text = (words: string | RegExp) => (page: Page) => page.getByText(words).first().waitFor()
const runsListed = (page: Page) => page.getByRole('grid', { name: 'Runs' }).waitFor()

const VISITS: readonly Visit[] = [
  { page: 'Home', address: routes.home, views: { home: text('Latest runs') } },
  {
    page: 'Data',
    address: ({ studyDir }) => routes.data(studyDir),
    views: {
      data: async (page) => {
        await text('All masks were checked')(page)
        await page.getByRole('grid', { name: 'Frames' }).getByRole('row').nth(2).click()
        await page.getByRole('heading', { name: 'Flags' }).waitFor()
      },
      'data-exclude': async (page) => {
        await page.getByRole('button', { name: 'Exclude…' }).click()
        await page.getByRole('dialog', { name: 'Exclude 1 frame' }).waitFor()
      },
      'data-decisions': async (page) => {
        const dialog = page.getByRole('dialog')
        await dialog.getByRole('combobox', { name: 'Reason' }).click()
        await page.getByRole('option', { name: 'Out of focus' }).click()
        await dialog.getByRole('button', { name: 'Exclude', exact: true }).click()
        await dialog.waitFor({ state: 'detached' })
        await page.getByRole('button', { name: 'Decisions' }).click()
        await text('Excluded 1 frame')(page)
      },
      'data-orientation': async (page) => {
        const drawer = page.getByRole('dialog')
        await drawer.getByRole('button', { name: 'Undo' }).click()
        await drawer.getByText('undone').waitFor()
        await page.keyboard.press('Escape')
        await drawer.waitFor({ state: 'detached' })
        await page.getByText(/^Orientation/).click()
        await text(/No orientation is in doubt|to look at/)(page)
      },
    },
  },
  {
    page: 'Manifest',
    address: ({ studyDir }) => routes.manifest(studyDir),
    views: {
      'manifest-empty': text('No pairs yet'),
      manifest: async (page) => {
        await page.getByRole('button', { name: /^48 hpf/ }).click()
        await page.getByRole('button', { name: 'Build the pairs' }).click()
        await page.getByRole('grid', { name: 'Pairs' }).getByRole('row').nth(1).click()
        await page.getByText('Overlap').waitFor()
      },
      'manifest-add': async (page) => {
        await page.getByRole('button', { name: 'Add a pair…' }).click()
        await page.getByRole('dialog', { name: 'Add a pair' }).waitFor()
      },
      'manifest-design': async (page) => {
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
        await page.getByRole('tab', { name: 'Design' }).click()
        await page.getByRole('table').waitFor()
      },
      'manifest-left-out': async (page) => {
        await page.getByRole('tab', { name: /^Left out/ }).click()
        await text('Reason')(page)
      },
    },
  },
  {
    page: 'New run',
    address: ({ studyDir, manifestPath }) => routes.newRun(studyDir, manifestPath),
    views: { 'new-run': text('solved in') },
  },
  {
    page: 'a finished run',
    address: ({ studyDir }) => routes.run(studyDir, RUNS[0]),
    views: {
      run: text('Every pair was tried'),
      'run-record': async (page) => {
        await page.getByRole('tab', { name: 'Record' }).click()
        await page.getByRole('textbox', { name: 'Note' }).waitFor()
      },
      'run-input': async (page) => {
        await page.getByRole('tab', { name: /^Input/ }).click()
        await page.getByRole('tabpanel').waitFor()
      },
    },
  },
  {
    page: 'a run whose pairs failed',
    address: ({ studyDir }) => routes.run(studyDir, RUNS[1]),
    views: {
      'run-failures': async (page) => {
        await page.getByRole('tab', { name: /^Failures/ }).click()
        await text('not converged after 2 iterations')(page)
      },
    },
  },
  { page: 'Runs', address: ({ studyDir }) => routes.studyRuns(studyDir), views: { 'study-runs': runsListed } },
  {
    page: 'Fields',
    address: ({ studyDir }) => routes.fields(studyDir),
    views: {
      fields: async (page) => {
        await page.getByRole('application').first().waitFor()
        await page.getByRole('heading', { name: 'Colours' }).waitFor()
      },
      'fields-choose': async (page) => {
        await page.getByRole('button', { name: 'Panels…' }).click()
        await page.getByRole('grid', { name: 'Pairs' }).waitFor()
      },
      'fields-probe': async (page) => {
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
        await page.getByRole('application').first().click()
        await page.getByRole('region', { name: 'Probe 1' }).waitFor()
      },
      'fields-body': async (page) => {
        await page.getByRole('tab', { name: 'Along the body' }).click()
        await page.getByRole('region', { name: 'Along the body' }).waitFor()
      },
      'fields-morph': async (page) => {
        await page.getByRole('tab', { name: 'Morph' }).click()
        await page.getByRole('img', { name: /its mass 0 %/ }).waitFor()
      },
      'fields-views': async (page) => {
        await page.getByRole('button', { name: 'Views' }).click()
        await text('No view is saved yet.')(page)
      },
    },
  },
  {
    page: 'Explore',
    address: ({ studyDir }) => routes.explore(studyDir, RUNS[0]),
    views: {
      explore: (page) => page.getByRole('grid', { name: 'Pairs' }).getByRole('row').nth(1).waitFor(),
      'explore-over-time': async (page) => {
        await page.getByRole('radiogroup', { name: 'Kind of plot' }).nth(1).getByText('Over time').click()
        await page
          .getByRole('region', { name: /^Over time/ })
          .getByRole('button', { name: 'As a table' })
          .click()
        await page.getByRole('table').waitFor()
        await page.getByRole('grid', { name: 'Pairs' }).getByRole('checkbox').first().check()
        await text('1 selected')(page)
      },
      'explore-columns': async (page) => {
        await page.getByRole('button', { name: 'Columns' }).click()
        await page.getByRole('searchbox', { name: 'Search columns' }).waitFor()
      },
    },
  },
  { page: 'All runs', address: routes.runs, views: { 'all-runs': runsListed } },
  {
    page: 'Compare',
    address: ({ studyDir }) => routes.compare(RUNS.map((runId) => ({ studyDir, runId }))),
    views: { compare: (page) => page.getByRole('table').waitFor() },
  },
  { page: 'Engines', address: routes.engines, views: { engines: text('Taken unless you choose another') } },
  { page: 'no page', address: () => '/nowhere', views: { nothing: text('Nothing is here') } },
]

test('every page is among those looked at', () => {
  const addresses = VISITS.map(({ address }) => address(place).split('?')[0] ?? '')
  const unseen = PAGES.filter(({ path }) => {
    const fits = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`)
    return !addresses.some((address) => fits.test(address))
  })
  expect(unseen.map(({ path }) => path)).toEqual([])
})

test.each(VISITS)('$page has no serious fault of accessibility, light or dark', async ({ address, views }) => {
  await window.goTo(address(place))
  for (const [name, see] of Object.entries(views)) {
    await see(window.page)
    await expectAccessible(window.page, name)
  }
  expect(window.takeComplaints()).toEqual([])
})
