import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, CDPSession, Download, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { panelFieldOf } from '../../src/api/panel-field-view.ts'
import { seededRandom } from '../../src/core/random.ts'
import type { FieldView } from '../../src/figure/field-view.ts'
import { type SetWindow, setWindow, toGrid, toPanel } from '../../src/figure/panel-window.ts'
import { shownBox } from '../../src/figure/prepare-panel.ts'
import { routes } from '../../src/renderer/data/routes.ts'
import { valueText } from '../../src/renderer/fields/read-out-view.tsx'
import { formatFixed } from '../../src/renderer/format/number.ts'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { decodeNpz } from '../../src/study/npz.ts'
import { npzNumbers } from '../../src/study/npz-numbers.ts'
import { FIELDS_FILE } from '../../src/study/pair-artifacts.ts'
import { launchBrowser } from '../support/browser.ts'
import { openWorkbench, type Workbench } from '../support/workbench.ts'
import { openPage, type WorkbenchPage } from '../support/workbench-page.ts'

const PAIRS = 12
const RUN_ID = 'looked-at'
const [GRID_HEIGHT, GRID_WIDTH] = [256, 576]
const PIXELS = 100

let workbench: Workbench
let browser: Browser
let window: WorkbenchPage
let page: Page
let studyDir: string
let pairIds: readonly string[]

beforeAll(async () => {
  workbench = await openWorkbench()
  browser = await launchBrowser()
  const files = writeDemoFiles(join(workbench.root, 'microscope'), { pairs: PAIRS })
  studyDir = join(workbench.root, 'study')
  mkdirSync(studyDir)
  const { runs, study } = workbench.client
  await study.create({ studyDir, tablePath: files.tablePath, dataRoot: files.dataRoot })
  await runs.start({ studyDir, runId: RUN_ID, manifestPath: files.manifestPath, settings: { downsampleFactor: 4 } })
  for await (const update of await runs.watch({ studyDir, runId: RUN_ID })) {
    if ('pairs' in update && update.pairs.length > 0 && update.kind === 'snapshot')
      pairIds = update.pairs.map(({ pairId }) => pairId)
    if ('run' in update && update.run?.state === 'finished') break
  }
  window = await openPage(browser, workbench)
  page = window.page
})

afterAll(async () => {
  const complaints = window?.takeComplaints()
  await window?.[Symbol.asyncDispose]()
  await browser?.close()
  await workbench?.[Symbol.asyncDispose]()
  expect(complaints).toEqual([])
})

beforeEach(async () => {
  // each begins with a page that knows of nothing
  await window.goTo(routes.home())
  await page.reload()
  for (const { name } of await workbench.client.views.list({ studyDir })) {
    await workbench.client.views.remove({ studyDir, name })
  }
})

async function show(...shown: readonly string[]): Promise<void> {
  await window.goTo(routes.fields(studyDir, ...shown.map((pairId) => ({ runId: RUN_ID, pairId }))))
  await expect.poll(() => panels().count()).toBe(shown.length)
}

const panels = () => page.getByRole('application')
const panel = (index = 0) => panels().nth(index)

/** The view as it is kept with the study. */
async function view(): Promise<FieldView> {
  const kept = (await workbench.client.views.list({ studyDir })).find(({ name }) => name === 'Last view')
  if (!kept) throw new Error('no view is kept yet')
  return kept.view
}

/** A part of the kept view, once it is as expected. */
function expectView<Part>(part: (kept: FieldView) => Part) {
  return expect.poll(async () => {
    try {
      return part(await view())
    } catch {
      return undefined
    }
  })
}

async function sizeOf(one: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await one.boundingBox()
  if (!box) throw new Error('the panel is not there')
  return box
}

/** Where a panel's window lies, as it is drawn. */
async function windowOf(index = 0): Promise<SetWindow> {
  const { window: own, ref } = (await view()).panels[index] ?? {}
  const shared = (await view()).window
  if (!ref) throw new Error('no such panel')
  const boxes = await Promise.all(
    (await view()).panels
      .filter((other, i) => i === index || (own === null && other.window === null))
      .map(async (other) =>
        shownBox(
          panelFieldOf(await workbench.client.fields.panel({ studyDir, panel: other.ref, map: 'displacement' })),
        ),
      ),
  )
  return setWindow(own ?? shared, boxes, await sizeOf(panel(index)))
}

/** Moves the pointer to a place of a panel, px from its top left. */
async function pointAt(index: number, x: number, y: number): Promise<void> {
  const at = await sizeOf(panel(index))
  await page.mouse.move(at.x + x, at.y + y)
}

it('reads out what the files say, at a hundred pixels', async () => {
  const pairId = pairIds.at(-1) ?? ''
  await show(pairId)
  await expectView((kept) => kept.panels.length).toBe(1)
  const { artifactsDir } = await workbench.client.runs.show({ studyDir, runId: RUN_ID })
  const file = decodeNpz(readFileSync(join(artifactsDir, pairId, FIELDS_FILE)))
  const velocity = npzNumbers(file, 'velocity_debiased_px_per_frame_yx')
  const mask = npzNumbers(file, 'src_mask')
  const place = await windowOf()
  const size = await sizeOf(panel())
  const random = seededRandom(7)
  const readOut = page.getByTestId('read-out')
  const inside = Array.from(mask.keys()).filter((at) => mask[at] !== 0)
  let defined = 0
  for (let i = 0; i < PIXELS; i++) {
    // half of them anywhere, half on the embryo
    const anywhere = toGrid([random.uniform() * size.height, random.uniform() * size.width], place, size).map(
      Math.round,
    )
    const on = inside[Math.floor(random.uniform() * inside.length)] ?? 0
    const [y, x] = i % 2 === 0 ? anywhere : [Math.floor(on / GRID_WIDTH), on % GRID_WIDTH]
    if (y < 0 || x < 0 || y >= GRID_HEIGHT || x >= GRID_WIDTH) continue
    const [screenY, screenX] = toPanel([y, x], place, size)
    if (screenY < 1 || screenX < 1 || screenY > size.height - 1 || screenX > size.width - 1) continue
    await pointAt(0, screenX, screenY)
    await readOut.getByText(`row ${y}, column ${x}`, { exact: true }).waitFor()
    const at = y * GRID_WIDTH + x
    const [dy, dx] = [velocity[2 * at], velocity[2 * at + 1]]
    const value = mask[at] === 0 ? null : Math.fround(Math.hypot(dy, dx) * 10)
    await readOut.getByText(valueText(value, 'µm'), { exact: true }).waitFor()
    if (value === null) continue
    defined++
    await readOut.getByText(`${formatFixed(value, 1)} µm,`, { exact: false }).waitFor()
  }
  expect(defined).toBeGreaterThanOrEqual(PIXELS / 2)
})

it('is moved and zoomed by wheel, pinch, drag, double click and keys, and shown whole again; each can be undone', async () => {
  await show(pairIds[0] ?? '')
  await expectView((kept) => kept.window.zoom).toBeNull()
  const whole = await windowOf()
  const size = await sizeOf(panel())
  // the wheel comes at whole px of the page
  const spot = {
    x: Math.round(size.x + size.width * 0.7) - size.x,
    y: Math.round(size.y + size.height * 0.4) - size.y,
  }
  const under = (place: SetWindow) => toGrid([spot.y, spot.x], place, size)

  await pointAt(0, spot.x, spot.y)
  await page.mouse.wheel(0, -300)
  await expectView((kept) => kept.window.zoom).toBeCloseTo(2 * whole.zoom, 6)
  const zoomed = await windowOf()
  expect(under(zoomed)[0]).toBeCloseTo(under(whole)[0], 6)
  expect(under(zoomed)[1]).toBeCloseTo(under(whole)[1], 6)

  // a touchpad's pinch
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, 50)
  await page.keyboard.up('Control')
  await expectView((kept) => kept.window.zoom).toBeCloseTo(whole.zoom, 6)

  await page.mouse.down()
  await page.mouse.move(size.x + spot.x + 60, size.y + spot.y + 25, { steps: 4 })
  await page.mouse.up()
  await expectView((kept) => kept.window.centreYx[1]).toBeCloseTo(whole.centreYx[1] - 60 / whole.zoom, 6)
  expect((await windowOf()).centreYx[0]).toBeCloseTo(whole.centreYx[0] - 25 / whole.zoom, 6)
  expect((await view()).marks).toEqual([])

  await page.mouse.dblclick(size.x + spot.x, size.y + spot.y)
  await expectView((kept) => kept.window.zoom).toBeCloseTo(2 * whole.zoom, 6)
  expect((await view()).marks).toEqual([])

  await panel().focus()
  await page.keyboard.press('0')
  await expectView((kept) => kept.window.zoom).toBeNull()
  await page.keyboard.press('+')
  await expectView((kept) => kept.window.zoom).toBeCloseTo(Math.SQRT2 * whole.zoom, 6)
  await page.keyboard.press('-')
  await expectView((kept) => kept.window.zoom).toBeCloseTo(whole.zoom, 6)
  await page.keyboard.press('ArrowRight')
  await expectView((kept) => kept.window.centreYx[1]).toBeCloseTo(
    whole.centreYx[1] + (0.1 * size.width) / whole.zoom,
    6,
  )
  await page.keyboard.press('ArrowUp')
  await expectView((kept) => kept.window.centreYx[0]).toBeCloseTo(
    whole.centreYx[0] - (0.1 * size.height) / whole.zoom,
    6,
  )

  await page.getByRole('button', { name: 'Undo' }).click()
  await expectView((kept) => kept.window.centreYx[0]).toBeCloseTo(whole.centreYx[0], 6)
  await page.getByRole('button', { name: 'Redo' }).click()
  await expectView((kept) => kept.window.centreYx[0]).not.toBeCloseTo(whole.centreYx[0], 3)
  await page.getByRole('button', { name: 'Show all of it' }).click()
  await expectView((kept) => kept.window.zoom).toBeNull()
})

it('two fingers pinch it', async () => {
  await show(pairIds[0] ?? '')
  await expectView((kept) => kept.window.zoom).toBeNull()
  const whole = await windowOf()
  const { x, y, width, height } = await sizeOf(panel())
  const middle = { x: x + width / 2, y: y + height / 2 }
  const touch = await window.context.newCDPSession(page)
  const fingers = (apart: number) => [
    { id: 1, x: middle.x - apart, y: middle.y },
    { id: 2, x: middle.x + apart, y: middle.y },
  ]
  await touchWith(touch, 'touchStart', fingers(40))
  for (const apart of [60, 80, 100, 120]) await touchWith(touch, 'touchMove', fingers(apart))
  await touchWith(touch, 'touchEnd', [])
  await expectView((kept) => kept.window.zoom).toBeCloseTo(3 * whole.zoom, 1)
})

async function touchWith(
  session: CDPSession,
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  touchPoints: { id: number; x: number; y: number }[],
): Promise<void> {
  await session.send('Input.dispatchTouchEvent', { type, touchPoints })
}

it('place, zoom, cursor, limits and time are linked until they are unlinked', async () => {
  await show(pairIds[0] ?? '', pairIds[1] ?? '')
  const size = await sizeOf(panel(1))
  const values = page.getByTestId('panels').locator('output')
  const link = (name: string) => page.getByRole('group', { name: 'Linked' }).getByRole('checkbox', { name })

  await pointAt(0, size.width / 2, size.height / 2)
  await expect.poll(() => values.count()).toBe(2)
  await link('Cursor').uncheck()
  await pointAt(0, size.width / 2, size.height / 2)
  await expect.poll(() => values.count()).toBe(1)

  await pointAt(1, size.width / 2, size.height / 2)
  await page.mouse.wheel(0, -300)
  await expectView((kept) => kept.window.zoom).not.toBeNull()
  expect((await view()).panels.map((one) => one.window)).toEqual([null, null])
  await link('Place and zoom').uncheck()
  await pointAt(1, size.width / 2, size.height / 2)
  await page.mouse.wheel(0, -300)
  await expectView(({ panels: [a, b] }) => (b?.window?.zoom ?? 0) / (a?.window?.zoom ?? 1)).toBeCloseTo(2, 6)
  await link('Place and zoom').check()
  await expectView((kept) => kept.panels.map((one) => one.window)).toEqual([null, null])

  await link('Colour limits').uncheck()
  await panel(1).focus()
  await page.getByText('Values', { exact: true }).click()
  await page.getByRole('textbox', { name: 'to, µm' }).fill('50')
  await expectView((kept) => kept.panels.map(({ limits }) => limits?.kind)).toEqual(['robust', 'fixed'])
  await expectView(({ panels: [, b] }) => b?.limits).toMatchObject({ high: 50 })
  await link('Colour limits').check()
  await expectView((kept) => kept.panels.map(({ limits }) => limits)).toEqual([null, null])

  await page.getByRole('tab', { name: 'Morph' }).click()
  await expect.poll(() => page.getByRole('slider').count()).toBe(1)
  await link('Time of the morph').uncheck()
  await expect.poll(() => page.getByRole('slider').count()).toBe(3)
  const own = page.getByRole('slider').nth(2)
  await own.focus()
  await page.keyboard.press('End')
  await expect.poll(() => page.getByRole('img', { name: /its mass 100 %/ }).count()).toBe(1)
})

it('pins probes, draws lines and regions, by mouse and by keys, and says what lies there', async () => {
  await show(pairIds[0] ?? '')
  const size = await sizeOf(panel())
  await pointAt(0, size.width / 2, size.height / 2)
  await page.mouse.click(size.x + size.width / 2, size.y + size.height / 2)
  await page.getByRole('region', { name: 'Probe 1' }).waitFor()

  await panel().focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Probe 2' }).waitFor()
  await expectView((kept) => kept.marks.length).toBe(2)
  const [first, second] = (await view()).marks
  if (first?.kind !== 'probe') throw new Error('the first mark is no probe')
  expect(second).toEqual({ kind: 'probe', yx: [first.yx[0], first.yx[1] + 1] })

  const drawn = async (tool: string) => {
    await page.getByRole('toolbar', { name: 'Drag' }).getByText(tool, { exact: true }).click()
    await page.mouse.move(size.x + size.width * 0.3, size.y + size.height * 0.35)
    await page.mouse.down()
    await page.mouse.move(size.x + size.width * 0.6, size.y + size.height * 0.55, { steps: 5 })
    await page.mouse.up()
  }
  await drawn('Line')
  await page.getByRole('img', { name: 'Values along Line 1' }).waitFor()
  await drawn('Region')
  const region = page.getByRole('region', { name: 'Region 1' })
  await region.getByRole('columnheader', { name: 'Median' }).waitFor()
  await expectView((kept) => kept.marks.map(({ kind }) => kind)).toEqual(['probe', 'probe', 'line', 'region'])

  await page.getByRole('button', { name: 'Remove Probe 1' }).click()
  await expectView((kept) => kept.marks.map(({ kind }) => kind)).toEqual(['probe', 'line', 'region'])
})

it('compares groups side by side, as differences and as standardised differences, with a warning where embryos are few', async () => {
  await show(pairIds[0] ?? '')
  await page.getByRole('button', { name: 'Small multiples' }).click()
  await page.getByRole('menuitem', { name: 'By genotype' }).click()
  const { columns } = await workbench.client.fields.groups({ studyDir, runId: RUN_ID })
  const count = columns.find(({ name }) => name === 'tgt_genotype')?.groups.length ?? 0
  expect(count).toBeGreaterThan(1)
  await expect.poll(() => panels().count()).toBe(count)
  await expectView((kept) => new Set(kept.panels.map(({ ref }) => ref.kind))).toEqual(new Set(['mean']))
  await page
    .getByText(/fewer than 5/)
    .first()
    .waitFor()

  await page.getByText('Difference', { exact: true }).click()
  await expect.poll(() => panels().count()).toBe(count - 1)
  await page.getByRole('img', { name: /difference, µm: −/ }).waitFor()
  await page.getByText('Standardised', { exact: true }).click()
  await page.getByRole('img', { name: /difference \/ SD/ }).waitFor()
  await expectView((kept) => kept.panels[0]?.ref.kind).toBe('standardised-difference')
  await page.getByText('Side by side', { exact: true }).click()
  await expect.poll(() => panels().count()).toBe(count)
})

it('steps through a run’s pairs by keys', async () => {
  await show(pairIds[0] ?? '')
  await page.getByText(`1 of ${PAIRS}`).waitFor()
  for (let i = 1; i < PAIRS; i++) await page.keyboard.press('n')
  await page.getByText(`${PAIRS} of ${PAIRS}`).waitFor()
  await page.keyboard.press('n')
  await page.keyboard.press('p')
  await page.getByText(`${PAIRS - 1} of ${PAIRS}`).waitFor()
  await expectView(({ panels: [one] }) => (one?.ref.kind === 'pair' ? one.ref.pairId : '')).toBe(pairIds.at(-2))
})

it('is after reload as it was, and views are saved, opened, renamed and deleted', async () => {
  await show(pairIds[0] ?? '', pairIds[2] ?? '')
  const size = await sizeOf(panel())
  await pointAt(0, size.width / 3, size.height / 2)
  await page.mouse.wheel(0, -200)
  await page.getByRole('combobox', { name: 'Map', exact: true }).click()
  await page.getByRole('option', { name: 'Toward the tail' }).click()
  await page.getByRole('switch', { name: 'Arrows' }).uncheck()
  await expectView(({ map, arrows }) => [map, arrows]).toEqual(['along', false])
  const before = await view()

  await page.reload()
  await expect.poll(() => panels().count()).toBe(2)
  expect(await panel(0).getAttribute('aria-label')).toContain('Toward the tail, µm')
  expect(await page.getByRole('switch', { name: 'Arrows' }).isChecked()).toBe(false)
  expect(await view()).toEqual(before)

  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('button', { name: 'Save this view…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('tailward')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('switch', { name: 'Arrows' }).check()
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('button', { name: 'Open tailward' }).click()
  await expect.poll(() => page.getByRole('switch', { name: 'Arrows' }).isChecked()).toBe(false)

  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('button', { name: 'Rename tailward…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('figure 2')
  await page.getByRole('button', { name: 'Rename', exact: true }).click()
  const names = async () => (await workbench.client.views.list({ studyDir })).map(({ name }) => name).toSorted()
  await expect.poll(names).toEqual(['Last view', 'figure 2'])
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('button', { name: 'Delete figure 2…' }).click()
  await page.getByRole('button', { name: 'Delete the view' }).click()
  await expect.poll(names).toEqual(['Last view'])
})

it('gives files: figures, numbers and a morph', async () => {
  await show(pairIds[0] ?? '')
  const saved = async (click: () => Promise<void>): Promise<Buffer> => {
    const [download] = await Promise.all([page.waitForEvent('download'), click()])
    return read(download)
  }
  const exported = (name: string) =>
    saved(async () => {
      await page.getByRole('button', { name: 'Export' }).click()
      await page.getByRole('menuitem', { name }).click()
    })
  expect((await exported('SVG')).toString()).toContain('<svg')
  expect((await exported('PNG, 150 dpi')).subarray(1, 4).toString()).toBe('PNG')
  expect((await exported('Numbers behind it (CSV)')).toString()).toMatch(/\d+,\d+/)

  await page.getByRole('tab', { name: 'Morph' }).click()
  const gif = await saved(() => page.getByRole('button', { name: 'Save as GIF' }).click())
  expect(gif.subarray(0, 6).toString()).toBe('GIF89a')
  const zip = await saved(() => page.getByRole('button', { name: 'Save as PNGs (ZIP)' }).click())
  expect(zip.subarray(0, 2).toString()).toBe('PK')
})

async function read(download: Download): Promise<Buffer> {
  return readFileSync(await download.path())
}

it('says why a field can’t be shown, and tries again', async () => {
  const pairId = pairIds[3] ?? ''
  const { artifactsDir } = await workbench.client.runs.show({ studyDir, runId: RUN_ID })
  const file = join(artifactsDir, pairId, FIELDS_FILE)
  renameSync(file, `${file}.away`)
  await window.goTo(routes.fields(studyDir, { runId: RUN_ID, pairId }))
  const alert = page.getByRole('alert').filter({ hasText: 'Can’t be shown' })
  await alert.waitFor()
  renameSync(`${file}.away`, file)
  await alert.getByRole('button', { name: 'Try again' }).click()
  await panel().waitFor()
})

it('says what comes where there is nothing yet', async () => {
  const empty = join(workbench.root, 'empty')
  mkdirSync(empty, { recursive: true })
  await workbench.client.study.create({ studyDir: empty, tablePath: join(workbench.root, 'microscope', 'embryos.csv') })
  await window.goTo(routes.fields(empty))
  await page.getByRole('heading', { name: 'No fields yet' }).waitFor()
})
