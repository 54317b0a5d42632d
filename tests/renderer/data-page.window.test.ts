import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { routes } from '../../src/renderer/data/routes.ts'
import { eachInWindow } from '../support/each-in-window.ts'
import { writeFilm } from '../support/film-study.ts'
import type { Workbench } from '../support/workbench.ts'
import { expectAccessible, type WorkbenchPage } from '../support/workbench-page.ts'

const FRAMES = 7
const FLIPPED = 3

/** As long as a busy machine may take. */
const eventually = <Value>(look: () => Value) => expect.poll(look, { timeout: 60_000 })

let workbench: Workbench
let window: WorkbenchPage
let page: Page
let studyDir: string
let flippedEmbryo: string

eachInWindow(
  async (opened) => {
    studyDir = join(opened.root, 'film')
    mkdirSync(studyDir)
    const film = writeFilm(studyDir, FRAMES, FLIPPED)
    flippedEmbryo = film.flippedEmbryo
    await opened.client.study.create({ studyDir, tablePath: film.tablePath, dataRoot: film.dataRoot })
    return routes.data(studyDir)
  },
  (opened) => {
    ;({ workbench, window, page } = opened)
    page.setDefaultTimeout(60_000)
  },
)

const grid = () => page.getByRole('grid', { name: 'Frames' })
const panel = () => page.getByRole('region', { name: 'Selected frame' })
const rowCount = async () => Number(await grid().getAttribute('aria-rowcount')) - 1
const checked = () => page.getByText(/^Checked: /).waitFor()

describe('the frames of a study', () => {
  it('are listed with their masks and flags, filtered, searched and sorted', async () => {
    await checked()
    expect(await rowCount()).toBe(2 * FRAMES)
    // a picture of every frame in view
    await eventually(() => grid().locator('img').count()).toBe(2 * FRAMES)
    await expectAccessible(page, 'data')

    await page.getByRole('button', { name: 'Flagged', exact: true }).click()
    await eventually(rowCount).toBe(1)
    await grid().getByText('Flipped in time').waitFor()
    await page.getByRole('button', { name: 'Flagged', exact: true }).click()

    await page.getByRole('searchbox', { name: 'Search ids and labels' }).fill('mut')
    await eventually(rowCount).toBe(FRAMES)
    await page.getByRole('button', { name: /^Stage/ }).click()
    await page.getByRole('button', { name: /^Stage/ }).click()
    await eventually(() => grid().getByRole('row').nth(1).textContent()).toContain('48.0')

    await page.getByRole('button', { name: 'Add a filter' }).click()
    await page.getByRole('combobox', { name: 'Column', exact: true }).click()
    await page.getByRole('option', { name: 'Stage (hpf)' }).click()
    await page.getByRole('textbox', { name: 'Value' }).fill('40')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await eventually(rowCount).toBe(3)
    await page.getByRole('button', { name: /^Remove the filter Stage/ }).click()
    await eventually(rowCount).toBe(FRAMES)
  })

  it('are excluded, several at once and with a reason, by keyboard alone; and it can be undone', async () => {
    await checked()
    await grid().getByRole('row').nth(1).focus()
    for (const key of ['Space', 'ArrowDown', 'Space', 'ArrowDown']) await page.keyboard.press(key)
    // the frame that one is at is shown beside the table
    await panel()
      .getByRole('heading', { name: `${flippedEmbryo}, frame 2` })
      .waitFor()
    const bar = page.getByRole('main')
    await bar.getByText('2 frames selected').waitFor()
    await bar.getByRole('button', { name: 'Exclude…' }).first().press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Exclude 2 frames' })
    await page.keyboard.type('out of focus')
    await expectAccessible(page, 'data-exclude')
    await dialog.getByRole('button', { name: 'Exclude', exact: true }).press('Enter')
    await eventually(() => grid().getByTitle('out of focus').count()).toBe(2)

    const excluded = async () =>
      (await workbench.client.data.embryo({ studyDir, embryoId: flippedEmbryo })).map(
        ({ excludedBecause }) => excludedBecause,
      )
    expect(await excluded()).toEqual(['out of focus', 'out of focus', ...Array(FRAMES - 2).fill(null)])
    await page.keyboard.press('Control+z')
    await eventually(excluded).toEqual(Array(FRAMES).fill(null))
    await page.keyboard.press('Control+Shift+z')
    await eventually(() => grid().getByTitle('out of focus').count()).toBe(2)
    await page.getByRole('button', { name: 'Decisions' }).click()
    await page.getByRole('dialog').getByText('Excluded 2 frames').waitFor()
    await expectAccessible(page, 'data-decisions')
  })
})

describe('a frame that lies the wrong way round', () => {
  it('is listed first, among its embryo’s others, and turned by hand', async () => {
    await checked()
    await page.getByText('Orientation (1)').click()
    const strip = page.getByRole('list', { name: `Frames of ${flippedEmbryo} in order` })
    await strip.getByRole('button', { name: /orientation uncertain$/ }).click()
    expect(await strip.getByRole('button').count()).toBe(FRAMES)
    await panel()
      .getByRole('img', { name: /as it came/ })
      .waitFor()
    await panel().getByText('its neighbours in time say').waitFor()
    await expectAccessible(page, 'data-orientation')

    const correction = async () =>
      (await workbench.client.data.embryo({ studyDir, embryoId: flippedEmbryo }))[FLIPPED]?.correction
    await panel().getByRole('button', { name: 'Turn by 180°' }).click()
    await panel().getByText('By hand:').waitFor()
    expect(await correction()).not.toBeNull()
    await page.getByText('Orientation (0)').waitFor()
    // it stays in view, set right
    await strip.getByRole('button', { name: new RegExp(`^Frame ${FLIPPED},`) }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Orientation (1)').waitFor()
    expect(await correction()).toBeNull()
  })
})

describe('a study without a table', () => {
  it('says what to choose', async () => {
    const empty = join(workbench.root, 'empty')
    await workbench.client.study.create({ studyDir: empty })
    await window.goTo(routes.data(empty))
    await page.getByRole('heading', { name: 'Choose an embryo table' }).waitFor()
    await expectAccessible(page, 'data-empty')
  })

  it('and one whose table is gone says so, and where to find it', async () => {
    const gone = join(workbench.root, 'gone')
    const tablePath = join(workbench.root, 'gone.csv')
    copyFileSync(join(studyDir, 'embryos.csv'), tablePath)
    await workbench.client.study.create({ studyDir: gone, tablePath })
    rmSync(tablePath)
    await window.goTo(routes.data(gone))
    await page.getByRole('alert').getByText('there is no such file').waitFor()
    await page.getByRole('button', { name: 'Embryo table: Find it…' }).waitFor()
    await expectAccessible(page, 'data-gone')
  })
})
