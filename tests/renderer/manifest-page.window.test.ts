import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { routes } from '../../src/renderer/data/routes.ts'
import { readManifest } from '../../src/study/manifest.ts'
import { eachInWindow } from '../support/each-in-window.ts'
import type { Workbench } from '../support/workbench.ts'
import { expectAccessible, type WorkbenchPage } from '../support/workbench-page.ts'

/** As long as a busy machine may take. */
const eventually = <Value>(look: () => Value) => expect.poll(look, { timeout: 60_000 })

let workbench: Workbench
let window: WorkbenchPage
let page: Page
let studyDir: string

eachInWindow(
  async (opened) => {
    studyDir = (await opened.client.home.makeDemo({ parent: opened.root, pairs: 12 })).studyDir
    return routes.manifest(studyDir)
  },
  (opened) => {
    ;({ workbench, window, page } = opened)
    page.setDefaultTimeout(60_000)
  },
)

const grid = () => page.getByRole('grid', { name: 'Pairs' })
const rowCount = async () => Number(await grid().getAttribute('aria-rowcount')) - 1
const build = async () => {
  await page.getByRole('button', { name: /^30 hpf \(/ }).click()
  await page.getByRole('button', { name: 'Build the pairs' }).click()
  await eventually(rowCount).toBeGreaterThan(1)
}

describe('a manifest by intent', () => {
  it('is built, looked at, changed, saved as the command line takes it, and goes on to a run', async () => {
    await page.getByRole('heading', { name: 'No pairs yet' }).waitFor()
    await expectAccessible(page, 'manifest-empty')
    await build()
    const built = await rowCount()

    // the first pair, drawn
    await grid().getByRole('row').nth(1).focus()
    const preview = page.getByRole('region', { name: 'Selected pair' })
    await preview.getByRole('img', { name: /overlap$/ }).waitFor()
    await preview.getByText(/^Overlap \d+\.\d/).waitFor()
    await expectAccessible(page, 'manifest')

    await grid().getByRole('checkbox', { name: /^Run / }).first().click()
    await page.getByText('1 not used').waitFor()
    await page
      .getByRole('checkbox', { name: /^Select / })
      .nth(1)
      .click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await eventually(rowCount).toBe(built - 1)
    await page.keyboard.press('Control+z')
    await eventually(rowCount).toBe(built)
    await page.keyboard.press('Control+Shift+z')
    await eventually(rowCount).toBe(built - 1)

    await page.getByRole('textbox', { name: 'Name of the manifest' }).fill('hearts')
    await page.getByRole('button', { name: 'Continue to run' }).click()
    await page.waitForURL(/new-run\?manifest=/)
    const { pairs, problems } = await readManifest(join(studyDir, 'manifests', 'hearts.csv'))
    expect(problems).toEqual([])
    expect(pairs).toHaveLength(built - 1)
    expect(pairs.filter(({ analysisUse, isControlPair }) => !analysisUse && !isControlPair)).toHaveLength(1)
  })

  it('says in a pair’s row what is wrong with it, and mends it', async () => {
    await build()
    const { pairs } = await workbench.client.manifest.build({
      studyDir,
      intent: {
        groupColumn: 'genotype',
        reference: 'wt',
        binsHpf: [30],
        toleranceHpf: 0.5,
        controls: 'one-way',
        transitions: [],
        leaveOut: [],
      },
    })
    const target = pairs[0]?.tgt
    if (!target) throw new Error('the demo has no pair')
    const hit = pairs.filter(({ tgt }) => tgt.embryoId === target.embryoId).length
    await workbench.client.data.exclude({ studyDir, frames: [target], reason: 'twin' })
    // what was decided elsewhere is seen when one comes back
    await window.goTo(routes.home())
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    await window.goTo(routes.manifest(studyDir))
    await page.getByRole('button', { name: `With problems (${hit})` }).click()
    await eventually(rowCount).toBe(hit)
    await grid().getByText('Excluded by hand').first().waitFor()
    const mend = grid()
      .getByRole('button', { name: /^Mend: target/ })
      .first()
    await mend.press('Enter')
    await expectAccessible(page, 'manifest-mend')
    await page.getByRole('menuitem', { name: 'Leave the pair out' }).press('Enter')
    await page.getByRole('button', { name: `With problems (${hit - 1})` }).waitFor()
  })

  it('shows how many embryos each group has by stage and date, and what was left out', async () => {
    await build()
    await page.getByRole('tab', { name: 'Design' }).click()
    const counts = page.getByRole('table')
    await counts.getByRole('rowheader', { name: 'wt' }).waitFor()
    await page.getByText('Every group shares a value of this column with another.').waitFor()
    await expectAccessible(page, 'manifest-design')
    // the group's own column can't be the third; a well holds one embryo, so that it goes with the group
    await page.getByRole('combobox', { name: 'Split by' }).click()
    await page.getByRole('option', { name: 'embryo_id' }).click()
    await page.getByText('At 30 hpf no other group shares a embryo_id with wt', { exact: false }).waitFor()
    await page.getByRole('tab', { name: /^Left out/ }).click()
    await page.getByText('outside the bins').waitFor()
    await expectAccessible(page, 'manifest-left-out')
  })

  it('takes a pair of any two frames', async () => {
    await build()
    const before = await rowCount()
    const [first, second] = await workbench.client.data
      .rows({ studyDir, query: {}, offset: 0, limit: 2 })
      .then(({ rows }) => rows)
    if (!first || !second) throw new Error('the demo has no frames')
    await page.getByRole('button', { name: 'Add a pair…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a pair' })
    for (const [label, frame] of [
      ['Source embryo', first],
      ['Target embryo', second],
    ] as const) {
      await dialog.getByRole('combobox', { name: label, exact: true }).fill(frame.embryoId)
      await dialog.getByRole('combobox', { name: `${label}: Frame` }).click()
      await page.getByRole('option', { name: new RegExp(`^${frame.frameIndex} \\(`) }).click()
    }
    await expectAccessible(page, 'manifest-add')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await eventually(rowCount).toBe(before + 1)
  })
})

describe('a manifest from a file', () => {
  it('is opened by its path, with what is wrong in it', async () => {
    await window.goTo(`${routes.manifest(studyDir)}?path=${encodeURIComponent(join(studyDir, 'manifest.csv'))}`)
    const { pairs } = await workbench.client.manifest.read({ studyDir, path: join(studyDir, 'manifest.csv') })
    await eventually(rowCount).toBe(pairs.length)
    expect(await page.getByRole('textbox', { name: 'Name of the manifest' }).inputValue()).toBe('manifest')
  })
})
