import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { makeDemoStudy } from '../../src/core/demo/demo-study.ts'
import { formatFixed } from '../../src/renderer/format/number.ts'
import { METRICS_FILE } from '../../src/runner/study-tables.ts'
import type { DemoFiles } from '../../src/study/demo-files.ts'
import { decodeParquet } from '../../src/study/parquet-table.ts'
import { type ShownTable, shownTable } from './shown-table.ts'
import { walkTo } from './walk-to.ts'

/** The demo that the flow goes through. */
export const FLOW_DEMO = { pairs: 12, seed: 1 }
const STAGE_HPF = 48
const TOLERANCE_HPF = 0.5
/** for one step, on a busy machine */
const PATIENCE_MS = 120_000
export const FLOW_PATIENCE_MS = 2 * PATIENCE_MS

/** Where the flow takes place: a browser with its server, or the desktop. */
export interface FlowHouse {
  readonly files: DemoFiles
  /** the study folder that is to be made */
  readonly studyDir: string
  open(): Promise<FlowWindow>
  /** Ends it as a machine does that goes down. */
  kill(): Promise<void>
  /** Gives the window the embryo table, so that it asks for a study to be made of it. */
  bringTable(page: Page): Promise<void>
}

export interface FlowWindow extends AsyncDisposable {
  readonly page: Page
  /** what the page complained of; emptied by reading */
  takeComplaints(): readonly string[]
}

/** From a table to a finished run, stopped and resumed on the way, and found again after everything was killed. */
export async function goThroughFlow(house: FlowHouse): Promise<void> {
  const { files, studyDir } = house
  await using first = await house.open()
  const { page } = first
  page.setDefaultTimeout(PATIENCE_MS)

  // a table becomes a study
  await heading(page, 'Home').waitFor()
  await house.bringTable(page)
  const dialog = page.getByRole('dialog', { name: 'Make a study' })
  await dialog.getByRole('textbox', { name: /^Data folder/ }).fill(files.dataRoot)
  await dialog.getByRole('textbox', { name: 'Study folder' }).fill(studyDir)
  await dialog.getByRole('button', { name: 'Make the study' }).click()

  // its frames are all there, and checked
  await heading(page, 'Data').waitFor()
  await page.getByText(`${files.frameCount} frames of ${files.frameCount / 2} embryos`).waitFor()
  await page.getByText('All masks were checked: nothing stands out.').waitFor()
  await page.getByRole('link', { name: 'Build a manifest' }).click()

  // wild types with every mutant at one stage
  await page.getByRole('button', { name: new RegExp(`^${STAGE_HPF} hpf`) }).click()
  await page.getByRole('combobox', { name: 'Reference against reference' }).click()
  await page.getByRole('option', { name: 'None' }).click()
  await page.getByRole('button', { name: 'Build the pairs' }).click()
  const pairCount = wildTypesAtStage() * mutantsAtStage()
  await page.getByText(`${pairCount} pairs`, { exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'Name of the manifest' }).fill('mutants-48')
  await page.getByRole('button', { name: 'Continue to run' }).click()

  // an estimate, then a run
  await heading(page, 'New run').waitFor()
  await page.getByText('solved in', { exact: false }).waitFor()
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('first')
  // so that there is a middle to stop in
  await page.getByLabel('Pairs solved at once').fill('1')
  await page.getByRole('button', { name: 'Run', exact: true }).click()

  // runtimes come in while it goes on
  await heading(page, 'first').waitFor()
  await page.getByText('half of the', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop the run' }).click()
  await page.getByText('Stopped by hand').waitFor()
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  const solvedFirst = rowsInState(await shownTable(page, 'Pairs'), 'solved')
  expect(solvedFirst.size).toBeGreaterThan(0)
  expect(solvedFirst.size).toBeLessThan(pairCount)

  await page.getByRole('button', { name: 'Resume' }).click()
  await expectFinished(page, pairCount)
  const finished = await shownTable(page, 'Pairs')
  expectAsInFile(finished, studyDir, 'first')
  // what was solved before it was stopped was kept
  for (const [pairId, row] of solvedFirst) expect(finished.get(pairId)).toEqual(row)
  expect(first.takeComplaints()).toEqual([])

  // a machine that goes down takes nothing with it
  await house.kill()
  await using later = await house.open()
  await later.page.getByRole('button', { name: `Open the study ${basename(studyDir)}` }).click()
  await heading(later.page, `Runs of ${basename(studyDir)}`).waitFor()
  await later.page.getByRole('link', { name: 'first', exact: true }).click()
  await expectFinished(later.page, pairCount)
  expect(await shownTable(later.page, 'Pairs')).toEqual(finished)
  expect(later.takeComplaints()).toEqual([])
}

/** The same by keyboard alone. */
export async function goThroughFlowByKeyboard(house: FlowHouse): Promise<void> {
  const { files, studyDir } = house
  await using first = await house.open()
  const { page } = first
  const { keyboard } = page
  page.setDefaultTimeout(PATIENCE_MS)

  // what can be dropped can be typed
  await heading(page, 'Home').waitFor()
  await walkTo(page, page.getByRole('button', { name: 'Make a study…' }))
  await keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Make a study' })
  await dialog.waitFor()
  for (const [label, path] of [
    [/^Embryo table/, files.tablePath],
    [/^Data folder/, files.dataRoot],
    [/^Study folder/, studyDir],
  ] as const) {
    await walkTo(page, dialog.getByRole('textbox', { name: label }))
    await keyboard.press('Control+a')
    await keyboard.type(path)
  }
  await keyboard.press('Enter')

  // a frame is looked at: rows are walked through by the arrow keys
  await heading(page, 'Data').waitFor()
  await page.getByText('All masks were checked').waitFor()
  const rows = page.getByRole('grid', { name: 'Frames' }).locator('tbody tr[data-index]')
  await walkTo(page, rows.first())
  await keyboard.press('ArrowDown')
  const [, second] = makeDemoStudy(FLOW_DEMO).frames
  await page.getByRole('heading', { name: `${second?.row.embryo_id}, frame ${second?.row.frame_index}` }).waitFor()
  await goByPalette(page, 'Manifest')

  await heading(page, 'Manifest').waitFor()
  await walkTo(page, page.getByRole('button', { name: new RegExp(`^${STAGE_HPF} hpf`) }))
  await keyboard.press('Enter')
  await walkTo(page, page.getByRole('button', { name: 'Build the pairs' }))
  await keyboard.press('Enter')
  const wildTypes = wildTypesAtStage()
  const controlCount = (wildTypes * (wildTypes - 1)) / 2
  const pairCount = wildTypes * mutantsAtStage()
  await page.getByText(`${pairCount} pairs · ${controlCount} controls`).waitFor()
  await walkTo(page, page.getByRole('button', { name: 'Continue to run' }))
  await keyboard.press('Enter')

  await heading(page, 'New run').waitFor()
  await page.getByText('solved in', { exact: false }).waitFor()
  await walkTo(page, page.getByLabel('Pairs solved at once'))
  await keyboard.type('1')
  await keyboard.press('Control+Enter')

  await page.getByText('half of the', { exact: false }).waitFor()
  await goByPalette(page, 'Stop')
  const question = page.getByRole('dialog', { name: 'Stop the run at once?' })
  await walkTo(page, question.getByRole('button', { name: 'Stop the run' }))
  await keyboard.press('Enter')
  await page.getByText('Stopped by hand').waitFor()
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  await keyboard.press('Control+Enter')
  await expectFinished(page, pairCount + controlCount)
  expect(first.takeComplaints()).toEqual([])

  await house.kill()
  await using later = await house.open()
  await heading(later.page, 'Home').waitFor()
  await walkTo(later.page, later.page.getByRole('button', { name: `Open the study ${basename(studyDir)}` }))
  await later.page.keyboard.press('Enter')
  await heading(later.page, `Runs of ${basename(studyDir)}`).waitFor()
  await walkTo(later.page, later.page.getByRole('grid').locator('tbody tr[data-index]').first())
  await later.page.keyboard.press('Enter')
  await expectFinished(later.page, pairCount + controlCount)
  expectAsInFile(await shownTable(later.page, 'Pairs'), studyDir, 'run')
  expect(later.takeComplaints()).toEqual([])
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })

async function goByPalette(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+k')
  const search = page.getByRole('textbox', { name: 'Search and commands' })
  await search.waitFor()
  await page.keyboard.type(command)
  await page.getByRole('button', { name: command }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await search.waitFor({ state: 'detached' })
}

async function expectFinished(page: Page, pairCount: number): Promise<void> {
  await page.getByText('Every pair was tried').waitFor()
  await page.getByText(`${pairCount} of ${pairCount} pairs`).waitFor()
  await page.getByText(`${pairCount} solved`, { exact: true }).waitFor()
}

const rowsInState = (table: ShownTable, state: string) => new Map([...table].filter(([, row]) => row.state === state))

/** Expects of every pair what the study's own file says, rounded as the table rounds. */
function expectAsInFile(shown: ShownTable, studyDir: string, runId: string): void {
  const { rows } = decodeParquet(readFileSync(join(studyDir, METRICS_FILE)))
  const inFile = rows
    .filter((row) => row.run_id === runId)
    .map((row) => [
      String(row.pair_id),
      {
        runtimeSec: formatFixed(Number(row.runtime_sec), 2),
        iterations: formatFixed(Number(row.iterations), 0),
        meanDistanceUm: formatFixed(Number(row.mean_transport_distance_um), 1),
        divergenceUm: formatFixed(Number(row.sinkhorn_divergence_um), 1),
      },
    ])
  const inPage = [...shown].map(([pairId, { runtimeSec, iterations, meanDistanceUm, divergenceUm }]) => [
    pairId,
    { runtimeSec, iterations, meanDistanceUm, divergenceUm },
  ])
  expect(Object.fromEntries(inPage)).toEqual(Object.fromEntries(inFile))
}

/** How many frames of the demo's embryos a manifest takes. */
const framesAtStage = (isWanted: (genotype: string) => boolean) =>
  makeDemoStudy(FLOW_DEMO).frames.filter(
    ({ row }) => isWanted(row.genotype) && Math.abs(row.predicted_stage_hpf - STAGE_HPF) <= TOLERANCE_HPF,
  ).length
const wildTypesAtStage = () => framesAtStage((genotype) => genotype === 'wt')
const mutantsAtStage = () => framesAtStage((genotype) => genotype !== 'wt')
