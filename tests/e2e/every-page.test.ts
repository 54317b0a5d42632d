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

/** Something that a page shows. */
interface View {
  readonly name: string
  /** null: it is come to from the view before */
  readonly address: string | null
  /** what a person does to see it, until it is there */
  readonly see: (page: Page) => Promise<void>
}

let workbench: Workbench
let browser: Browser
let window: WorkbenchPage
let views: readonly View[]

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
  views = viewsOf(studyDir, files.manifestPath)
  window = await openPage(browser, workbench)
})

afterAll(async () => {
  await window?.[Symbol.asyncDispose]()
  await browser?.close()
  await workbench?.[Symbol.asyncDispose]()
})

test('every page is among those looked at', () => {
  const addresses = views.flatMap(({ address }) => address?.split('?')[0] ?? [])
  const unseen = PAGES.filter(({ path }) => {
    const fits = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`)
    return !addresses.some((address) => fits.test(address))
  })
  expect(unseen.map(({ path }) => path)).toEqual([])
})

test('no page has a serious fault of accessibility, light or dark', async () => {
  for (const { name, address, see } of views) {
    if (address !== null) await window.goTo(address)
    await see(window.page)
    await expectAccessible(window.page, name)
    await window.page.emulateMedia({ colorScheme: 'light' })
  }
  expect(window.takeComplaints()).toEqual([])
})

function viewsOf(studyDir: string, manifestPath: string): View[] {
  const click = (role: 'button' | 'tab' | 'radio', name: string | RegExp) => (page: Page) =>
    page.getByRole(role, { name }).click()
  const text = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor()
  const close = async (page: Page) => {
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  return [
    { name: 'home', address: routes.home(), see: (page) => text(page, 'Latest runs') },
    {
      name: 'data',
      address: routes.data(studyDir),
      see: async (page) => {
        await text(page, 'All masks were checked')
        await page.getByRole('grid', { name: 'Frames' }).getByRole('row').nth(2).click()
        await page.getByRole('heading', { name: 'Flags' }).waitFor()
      },
    },
    {
      name: 'data-exclude',
      address: null,
      see: async (page) => {
        await click('button', 'Exclude…')(page)
        await page.getByRole('dialog', { name: 'Exclude 1 frame' }).waitFor()
      },
    },
    {
      name: 'data-decisions',
      address: null,
      see: async (page) => {
        await page.getByRole('dialog').getByRole('combobox', { name: 'Reason' }).fill('Out of focus')
        await page.getByRole('dialog').getByRole('button', { name: 'Exclude', exact: true }).click()
        await page.getByRole('dialog').waitFor({ state: 'detached' })
        await click('button', 'Decisions')(page)
        await text(page, 'Excluded 1 frame')
      },
    },
    {
      name: 'data-orientation',
      address: null,
      see: async (page) => {
        await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
        await text(page, 'undone')
        await close(page)
        await page.getByText(/^Orientation/).click()
        await text(page, /No orientation is in doubt|to look at/)
      },
    },
    { name: 'manifest-empty', address: routes.manifest(studyDir), see: (page) => text(page, 'No pairs yet') },
    {
      name: 'manifest',
      address: null,
      see: async (page) => {
        await click('button', /^48 hpf/)(page)
        await click('button', 'Build the pairs')(page)
        await page.getByRole('grid', { name: 'Pairs' }).getByRole('row').nth(1).click()
        await page.getByText('Overlap', { exact: false }).waitFor()
      },
    },
    {
      name: 'manifest-add',
      address: null,
      see: async (page) => {
        await click('button', 'Add a pair…')(page)
        await page.getByRole('dialog', { name: 'Add a pair' }).waitFor()
      },
    },
    {
      name: 'manifest-design',
      address: null,
      see: async (page) => {
        await close(page)
        await click('tab', 'Design')(page)
        await page.getByRole('table').waitFor()
      },
    },
    {
      name: 'manifest-left-out',
      address: null,
      see: async (page) => {
        await click('tab', /^Left out/)(page)
        await text(page, 'Reason')
      },
    },
    {
      name: 'new-run',
      address: routes.newRun(studyDir, manifestPath),
      see: (page) => text(page, 'solved in'),
    },
    { name: 'run', address: routes.run(studyDir, RUNS[0]), see: (page) => text(page, 'Every pair was tried') },
    {
      name: 'run-record',
      address: null,
      see: async (page) => {
        await click('tab', 'Record')(page)
        await page.getByRole('textbox', { name: 'Note' }).waitFor()
      },
    },
    {
      name: 'run-input',
      address: null,
      see: async (page) => {
        await click('tab', /^Input/)(page)
        await page.getByRole('tabpanel').waitFor()
      },
    },
    {
      name: 'run-failures',
      address: routes.run(studyDir, RUNS[1]),
      see: async (page) => {
        await click('tab', /^Failures/)(page)
        await text(page, 'not converged after 2 iterations')
      },
    },
    {
      name: 'study-runs',
      address: routes.studyRuns(studyDir),
      see: (page) => page.getByRole('grid', { name: 'Runs' }).waitFor(),
    },
    { name: 'all-runs', address: routes.runs(), see: (page) => page.getByRole('grid', { name: 'Runs' }).waitFor() },
    {
      name: 'compare',
      address: routes.compare(RUNS.map((runId) => ({ studyDir, runId }))),
      see: (page) => page.getByRole('table').waitFor(),
    },
    { name: 'engines', address: routes.engines(), see: (page) => text(page, /Automatic|choice/) },
    { name: 'nothing', address: '/nowhere', see: (page) => text(page, 'Nothing is here') },
  ]
}
