import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { routes } from '../../src/renderer/data/routes.ts'
import { parameterRow, runParameters } from '../../src/runner/run-parameters.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { eachInWindow } from '../support/each-in-window.ts'
import { enterRun, failedOutcome, solvedOutcome } from '../support/temp-study.ts'
import type { Workbench } from '../support/workbench.ts'
import { expectAccessible, type WorkbenchPage } from '../support/workbench-page.ts'

let workbench: Workbench
let studyDir: string
let window: WorkbenchPage
let page: Page

eachInWindow(
  async (opened) => {
    studyDir = join(opened.root, 'ventral study')
    fillStudy(studyDir)
    await opened.client.study.open({ studyDir })
    return routes.studyRuns(studyDir)
  },
  async (opened) => {
    ;({ workbench, window, page } = opened)
    await page.getByRole('grid', { name: 'Runs' }).waitFor()
  },
)

/** Three runs: finished, stopped with failures, and one of another ε. */
function fillStudy(dir: string): void {
  mkdirSync(dir)
  const store = RunStore.open(dir)
  const enter = (runId: string, pairCount: number, epsilon = 1e-4) =>
    enterRun(store, runId, pairCount, 'pair', parameterRow(runParameters({ epsilon })))
  for (const [index, pairId] of enter('wt-24-36', 4).entries()) {
    store.finishPair('wt-24-36', pairId, solvedOutcome(index))
  }
  store.releaseRun('wt-24-36', 'finished')
  for (const [index, pairId] of enter('ventral-vs-wt', 6, 2e-4).entries()) {
    if (index < 3) store.finishPair('ventral-vs-wt', pairId, solvedOutcome(index * 20))
    if (index === 3) store.finishPair('ventral-vs-wt', pairId, failedOutcome('its mask is empty'))
  }
  store.releaseRun('ventral-vs-wt', 'cancelled')
  for (const [index, pairId] of enter('many', 2).entries()) store.finishPair('many', pairId, solvedOutcome(index))
  store.releaseRun('many', 'finished')
  store.close()
}

const rowOf = (runId: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: runId, exact: true }) })
const cell = (runId: string, column: string): Locator => rowOf(runId).locator(`[data-column="${column}"]`)
const shownRuns = () =>
  page.getByRole('grid', { name: 'Runs' }).locator('tbody [data-column="title"] a').allInnerTexts()

async function choose(runId: string, action: string): Promise<void> {
  await rowOf(runId)
    .getByRole('button', { name: /What to do with/ })
    .click()
  await page.getByRole('menuitem', { name: action }).click()
}

it('lists every run with the numbers of the store, searched, filtered and sorted', async () => {
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('4')
  for (const run of await workbench.client.runs.list({ studyDir })) {
    const done = run.pairCount - run.counts.queued - run.counts.running
    const text = await cell(run.runId, 'done').innerText()
    expect(text.trim()).toBe(done === run.pairCount ? `${done}` : `${done} of ${run.pairCount}`)
    expect((await cell(run.runId, 'failed').innerText()).trim()).toBe(run.counts.failed ? `${run.counts.failed}` : '–')
  }
  expect((await cell('ventral-vs-wt', 'state').innerText()).trim()).toBe('stopped')
  await expectAccessible(page, 'study-runs')

  await page.getByRole('button', { name: 'run' }).click()
  expect(await shownRuns()).toEqual(['many', 'ventral-vs-wt', 'wt-24-36'])
  expect(await page.getByRole('columnheader', { name: 'run' }).getAttribute('aria-sort')).toBe('ascending')

  await page.keyboard.press('Escape')
  await page.getByRole('grid').getByRole('row').nth(1).focus()
  await page.keyboard.press('/')
  await page.keyboard.type('ventral-vs')
  await expect.poll(shownRuns).toEqual(['ventral-vs-wt'])
  await page.getByText('1 of 3 runs').waitFor()
  await page.getByRole('searchbox').fill('nothing like it')
  await page.getByRole('heading', { name: 'No run fits' }).waitFor()
  await page.getByRole('button', { name: 'Show all runs' }).click()
  expect(await shownRuns()).toHaveLength(3)
})

it('rows are walked through and selected by keyboard', async () => {
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'))
  await page.getByRole('grid').getByRole('row').nth(1).focus()
  await page.keyboard.press('ArrowDown')
  await expect.poll(focused).toBe('3')
  await page.keyboard.press('End')
  await expect.poll(focused).toBe('4')
  await page.keyboard.press('Home')
  await expect.poll(focused).toBe('2')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.getByText('2 selected').waitFor()
  const [first] = await shownRuns()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => decodeURIComponent(location.hash))).toContain(`/runs/${first}`)
})

it('names, notes, tags and archives a run', async () => {
  await choose('ventral-vs-wt', 'Rename, note, tags…')
  const dialog = page.getByRole('dialog', { name: 'About ventral-vs-wt' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Ventralised against wild type')
  await dialog.getByRole('combobox', { name: 'Tags' }).fill('figure 2')
  await page.keyboard.press('Enter')
  await dialog.getByRole('textbox', { name: 'Note' }).fill('stopped: the scale of plate 7 was wrong')
  await expectAccessible(page, 'edit-run')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await rowOf('Ventralised against wild type').getByText('figure 2').waitFor()
  const edited = (await workbench.client.runs.list({ studyDir })).find(({ runId }) => runId === 'ventral-vs-wt')
  expect(edited).toMatchObject({
    title: 'Ventralised against wild type',
    tags: ['figure 2'],
    note: 'stopped: the scale of plate 7 was wrong',
  })

  await choose('many', 'Archive')
  await expect.poll(shownRuns).not.toContain('many')
  await page.getByRole('radiogroup', { name: 'Which runs' }).getByText('Archived').click()
  await expect.poll(shownRuns).toEqual(['many'])
})

it('deletes a run after asking, to the trash', async () => {
  const artifacts = (await workbench.client.runs.show({ studyDir, runId: 'many' })).artifactsDir
  mkdirSync(join(artifacts, 'pair-1'), { recursive: true })
  await choose('many', 'Delete…')
  const question = page.getByRole('dialog', { name: 'Delete many?' })
  await expectAccessible(page, 'delete-run')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await question.waitFor({ state: 'detached' })
  expect(await shownRuns()).toContain('many')

  await choose('many', 'Delete…')
  await question.getByRole('button', { name: 'Delete the run' }).click()
  await expect.poll(shownRuns).not.toContain('many')
  expect((await workbench.client.runs.list({ studyDir })).map(({ runId }) => runId)).not.toContain('many')
  expect(existsSync(artifacts)).toBe(false)
  expect(readdirSync(workbench.trashDir)).not.toEqual([])
})

it('copies the command and says where the run lies', async () => {
  const { command, artifactsDir } = await workbench.client.runs.show({ studyDir, runId: 'wt-24-36' })
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await choose('wt-24-36', 'Copy the command')
  await expect.poll(clipboard).toBe(command)
  await choose('wt-24-36', 'Copy its folder’s path')
  await expect.poll(clipboard).toBe(artifactsDir)
})

it('is run again with its settings, and finds files that were moved', async () => {
  await choose('wt-24-36', 'Run again with the same settings…')
  await expect.poll(() => page.evaluate(() => location.hash)).toBe(`#${routes.rerun(studyDir, 'wt-24-36')}`)
  await window.goTo(routes.studyRuns(studyDir))

  await choose('wt-24-36', 'Find moved files…')
  const dialog = page.getByRole('dialog', { name: 'Find moved files' })
  await dialog.getByText('Not where it was').first().waitFor()
  await expectAccessible(page, 'relink')
  const table = join(workbench.root, 'moved.csv')
  await dialog.getByRole('textbox', { name: 'Embryo table' }).fill(table)
  await dialog.getByRole('button', { name: 'Use these files' }).click()
  // it is not there either: the service says so
  await dialog.getByRole('alert').getByText('The files can’t be used').waitFor()
})

it('compares runs: only what differs, from the baseline that is pinned', async () => {
  for (const run of ['wt-24-36', 'ventral-vs-wt']) {
    await rowOf(run).getByRole('checkbox').check()
  }
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  const table = page.getByRole('region', { name: 'What differs between the runs' })
  await table.waitFor()
  await expectAccessible(page, 'compare')

  const runs = await Promise.all(
    (await table.getByRole('columnheader').getByRole('link').allInnerTexts()).map((runId) => ({ studyDir, runId })),
  )
  const compared = await workbench.client.runs.compare({ runs })
  const different = compared.filter(({ differs }) => differs)
  expect(different.length).toBeGreaterThan(2)
  expect(await table.locator('th[scope=row]').count()).toBe(different.length)
  const solved = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'solved' }) })
  expect(await solved.getByLabel('differs from the baseline').count()).toBe(1)

  await page.getByRole('switch', { name: 'Only what differs' }).uncheck()
  await expect.poll(() => table.locator('th[scope=row]').count()).toBe(compared.length)

  const other = table.getByRole('button', { name: `Make ${runs[1]?.runId} the baseline` })
  await other.click()
  expect(await other.getAttribute('aria-pressed')).toBe('true')
  expect(await solved.locator('td').nth(1).getAttribute('data-baseline')).toBe('true')
})

it('says of runs of all studies where they belong, and why a study can’t be read', async () => {
  await window.goTo(routes.runs())
  await page.getByRole('heading', { level: 1, name: 'All runs' }).waitFor()
  expect((await cell('many', 'study').innerText()).trim()).toBe('ventral study')
  await expectAccessible(page, 'all-runs')

  await window.goTo(routes.home())
  await page.getByRole('heading', { name: 'Latest runs' }).waitFor()
  await expectAccessible(page, 'home')

  rmSync(studyDir, { recursive: true })
  await window.goTo(routes.studyRuns(studyDir))
  const alert = page.getByRole('alert').filter({ hasText: 'The runs can’t be listed' })
  await alert.waitFor()
  await alert.getByRole('button', { name: 'Try again' }).waitFor()
  await expectAccessible(page, 'failed')
})
