import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { parseAddress, routes } from '../../src/renderer/data/routes.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { eachInWindow } from '../support/each-in-window.ts'
import { shownTable } from '../support/shown-table.ts'
import { enterRun, failedOutcome, solvedOutcome } from '../support/temp-study.ts'
import type { Workbench } from '../support/workbench.ts'
import { expectAccessible, type WorkbenchPage } from '../support/workbench-page.ts'

const RUN = 'mutants'
const PAIRS = 24
/** its cost lies far from the other mutants' of its stage */
const ODD = 13

let workbench: Workbench
let studyDir: string
let window: WorkbenchPage
let page: Page

eachInWindow(
  async (opened) => {
    studyDir = join(opened.root, 'curly tails')
    fillStudy(studyDir)
    await opened.client.study.open({ studyDir })
    return routes.explore(studyDir, RUN)
  },
  async (opened) => {
    ;({ workbench, window, page } = opened)
    await grid().waitFor()
  },
)

/** Wild types and mutants at two stages, one of them odd, one flagged; a pair that failed. */
function fillStudy(dir: string): void {
  mkdirSync(dir)
  using store = RunStore.open(dir)
  for (const [index, pairId] of enterRun(store, RUN, PAIRS).entries()) {
    const isMutant = index >= PAIRS / 2
    const labels = {
      tgt_genotype: isMutant ? 'curly' : 'wt',
      tgt_embryo_id: `${isMutant ? 'm' : 'w'}${index >> 1}`,
      src_embryo_id: 'reference',
      bin_tgt_hpf: index % 2 === 0 ? 30 : 48,
      tgt_stage_hpf: (index % 2 === 0 ? 30 : 48) + index / 100,
    }
    if (index === PAIRS - 1) {
      store.finishPair(RUN, pairId, { ...failedOutcome('its mask is empty'), metrics: { ...labels, success: false } })
      continue
    }
    const solved = solvedOutcome(index)
    const total_transport_cost_um2 = (isMutant ? 4e6 : 1e6) * (index === ODD ? 9 : 1) + 1e4 * index
    const metrics = {
      ...solved.metrics,
      ...labels,
      total_transport_cost_um2,
      quality_flags: index === 2 ? 'displacement-over-body' : '',
    }
    store.finishPair(RUN, pairId, { ...solved, metrics, features: { bar_disp_debiased_p90_um: 50 + index * 3 } })
  }
  store.releaseRun(RUN, 'finished')
}

const grid = (): Locator => page.getByRole('grid', { name: 'Pairs' })
const plot = (name: RegExp): Locator => page.getByRole('region', { name })
const picture = (name: RegExp): Locator => plot(name).locator('canvas')
const address = () => page.evaluate(() => location.hash)
const selectedInAddress = async () => parseAddress(await address()).query.get('selected')

/** The pairs of the table in its order; none while some are out of view. */
const shownPairs = async () => [...(await shownTable(page, 'Pairs').catch(() => new Map())).keys()]

/** The store's own row of a pair. */
async function stored(pairId: string) {
  const { metrics, features } = await workbench.client.runs.pair({ studyDir, runId: RUN, pairId })
  return { ...metrics, ...features }
}

async function saved(name: RegExp, item: string): Promise<string> {
  const download = page.waitForEvent('download')
  await plot(name).getByRole('button', { name: 'Save' }).click()
  await page.getByRole('menuitem', { name: item }).click()
  return readFileSync(await (await download).path(), 'latin1')
}

/** Draws around the part of a picture between two shares of its height. */
async function drawAround(name: RegExp, [from, to]: readonly [number, number]): Promise<void> {
  const box = await picture(name).boundingBox()
  if (!box) throw new Error('there is no picture')
  await page.mouse.move(box.x + 70, box.y + from * box.height)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 4, box.y + to * box.height, { steps: 4 })
  await page.mouse.up()
}

it('shows the store’s own numbers: in the table, and in full in the file', async () => {
  // so high that all rows are in view
  await page.setViewportSize({ width: 1280, height: 1600 })
  await expect.poll(async () => (await shownPairs()).length).toBe(PAIRS)
  for (const [pairId, cells] of await shownTable(page, 'Pairs')) {
    const row = await stored(pairId)
    const distance = row.mean_transport_distance_um
    expect(cells.mean_transport_distance_um).toBe(typeof distance === 'number' ? distance.toFixed(1) : '–')
    expect(cells.tgt_genotype).toBe(row.tgt_genotype)
  }
  const csv = (await saved(/^Strip/, 'The pairs as CSV')).trim().split('\r\n')
  const [header = '', ...lines] = csv
  const column = header.split(',').indexOf('mean_transport_distance_um')
  // the failed one has no distance
  expect(lines).toHaveLength(PAIRS - 1)
  for (const line of lines) {
    const cells = line.split(',')
    expect(Number(cells[column])).toBe((await stored(cells[1] ?? '')).mean_transport_distance_um)
  }
  await expectAccessible(page, 'explore-filled')
})

it('says which are outliers, and why, and drops none', async () => {
  const row = grid()
    .getByRole('row')
    .filter({ hasText: /pair-14(?!\d)/ })
  const mark = row.getByText('Outlier')
  await mark.waitFor()
  expect(await row.locator('[data-column="marks"] [title]').first().getAttribute('title')).toMatch(
    /Total transport cost .* above Q3 \+ 1\.5 IQR .* of 5 pairs/,
  )
  await page.getByText(`${PAIRS} of ${PAIRS} pairs, 1 outlier`).waitFor()
  await page.getByText('Outliers', { exact: true }).click()
  await page.getByText(`1 of ${PAIRS} pairs, 1 outlier`).waitFor()
  await page.getByText('Flagged', { exact: true }).click()
  await expect.poll(async () => (await shownTable(page, 'Pairs')).size).toBe(1)
})

it('what is drawn around in a plot is selected in the table, and what is selected in the table shows in the plots', async () => {
  await drawAround(/^Strip/, [0.12, 0.45])
  await page.getByText(/^\d+ selected$/).waitFor()
  const positions = await selectedInAddress()
  // the upper part of a plot has the larger values, and index and value go together
  const [first = 0] = /^\d+/.exec(positions ?? '')?.map(Number) ?? []
  expect(positions).toBe(`${first}-${PAIRS - 2} ${RUN}`)
  expect(first).toBeGreaterThan(PAIRS / 4)
  await page.getByText('Selected', { exact: true }).click()
  await expect.poll(async () => [...(await shownTable(page, 'Pairs')).keys()]).toHaveLength(PAIRS - 1 - first)
  for (const box of await grid().getByRole('checkbox').all()) expect(await box.isChecked()).toBe(true)
  await page.getByText('All', { exact: true }).click()
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  expect(await selectedInAddress()).toBeNull()

  const before = await picture(/^Scatter/).screenshot()
  await grid().getByRole('row').nth(3).focus()
  await page.keyboard.press('Space')
  await page.getByText('1 selected').waitFor()
  expect(await selectedInAddress()).toBe(`2 ${RUN}`)
  await expect.poll(async () => (await picture(/^Scatter/).screenshot()).equals(before)).toBe(false)
  // Shift adds to what is selected
  await page.keyboard.down('Shift')
  await drawAround(/^Strip/, [0.12, 0.45])
  await page.keyboard.up('Shift')
  await expect.poll(selectedInAddress).toBe(`2.${first}-${PAIRS - 2} ${RUN}`)
})

it('a reload restores everything', async () => {
  await plot(/^Strip/)
    .getByText('Over time')
    .click()
  await plot(/^Over time/)
    .getByRole('combobox', { name: 'Quantity' })
    .click()
  await page.getByRole('option', { name: /^Created mass \(%\)/ }).click()
  await page.getByRole('searchbox', { name: 'Search pairs' }).fill('m')
  await grid().getByRole('button', { name: 'Mean transport distance' }).click()
  // rows move up until then
  await expect.poll(async () => (await shownPairs()).length).toBe(PAIRS / 2)
  await grid().getByRole('checkbox').nth(1).check()
  await page.getByText('1 selected').waitFor()
  await plot(/^Over time: Created mass/).waitFor()
  const left = { address: await address(), rows: await shownPairs() }
  await page.reload()
  await page.getByText('1 selected').waitFor()
  await plot(/^Over time: Created mass/).waitFor()
  expect(await page.getByRole('searchbox', { name: 'Search pairs' }).inputValue()).toBe('m')
  expect(await grid().getByRole('columnheader', { name: 'Mean transport distance' }).getAttribute('aria-sort')).toBe(
    'ascending',
  )
  await expect.poll(async () => ({ address: await address(), rows: await shownPairs() })).toEqual(left)

  // and so does coming back from another page
  await window.goTo(routes.data(studyDir))
  await page.getByRole('heading', { level: 1, name: 'Data' }).waitFor()
  await page.getByRole('link', { name: 'Explore' }).click()
  await page.getByText('1 selected').waitFor()
  expect(await address()).toBe(left.address)
})

it('a click on a point, Enter on a row and the selection open fields', async () => {
  await page.getByRole('searchbox', { name: 'Search pairs' }).fill('pair-14')
  await page.getByText(`1 of ${PAIRS} pairs`).waitFor()
  await picture(/^Strip/).click({ position: await onlyPointIn(picture(/^Strip/)) })
  await page.getByRole('heading', { level: 1, name: 'Fields' }).waitFor()
  await page.goBack()
  await grid().getByRole('row').nth(1).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Fields' }).waitFor()
  // the made-up run has no files, and that is said
  window.takeComplaints()
})

/** The middle of the only point in a picture, once the picture is drawn with no others. */
async function onlyPointIn(canvas: Locator): Promise<{ x: number; y: number }> {
  let box: Box = { left: 0, right: 0, top: 0, bottom: 0 }
  await expect
    .poll(async () => {
      box = await blueIn(canvas)
      return Math.max(box.right - box.left, box.bottom - box.top)
    })
    .toSatisfy((size) => size > 0 && size <= POINT_PX)
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }
}

/** Larger than a point and smaller than the way to the next, px. */
const POINT_PX = 16

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** What a group's colour takes up in a picture, below its legend, px; turned inside out where it is not there. */
function blueIn(canvas: Locator): Promise<Box> {
  return canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) throw new Error('no canvas')
    const { width, height, clientWidth } = element
    const pixels = element.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray()
    const scale = clientWidth / width
    let [left, right, top, bottom] = [width, 0, height, 0]
    for (let y = Math.round(40 / scale); y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = 4 * (y * width + x)
        const isBlue = (pixels[at + 2] ?? 0) - (pixels[at] ?? 0) > 90 && (pixels[at + 3] ?? 0) > 100
        if (!isBlue) continue
        left = Math.min(left, x)
        right = Math.max(right, x + 1)
        top = Math.min(top, y)
        bottom = Math.max(bottom, y + 1)
      }
    }
    return { left: left * scale, right: right * scale, top: top * scale, bottom: bottom * scale }
  })
}

it('a plot is taken out as SVG, PNG and PDF', async () => {
  expect(await saved(/^Scatter/, 'As SVG')).toMatch(/^<svg.*<\/svg>$/s)
  expect((await saved(/^Scatter/, 'As PNG')).slice(1, 4)).toBe('PNG')
  expect((await saved(/^Scatter/, 'As PDF')).slice(0, 5)).toBe('%PDF-')
})
