import { expect, test } from 'vitest'
import { appearance } from '../../src/figure/appearance.ts'
import { colourTable } from '../../src/figure/colour-maps.ts'
import { type PanelLook, panelScene } from '../../src/figure/panel-scene.ts'
import { heightThatFits, setWindow, toGrid, toPanel } from '../../src/figure/panel-window.ts'
import { preparePanel } from '../../src/figure/prepare-panel.ts'
import type { SceneItem } from '../../src/figure/scene.ts'
import { maskWhere } from '../support/masks.ts'
import { shiftedPanel } from '../support/panel-fields.ts'

const disc = maskWhere(41, 61, (y, x) => Math.hypot(y - 20, x - 30) <= 20)
const field = shiftedPanel(disc, { y: 60, x: 200 }, [20, -12])
const panel = preparePanel(field, { range: { low: 0, high: 300 }, table: colourTable('viridis') })
const look: PanelLook = {
  appearance: appearance('light'),
  outlines: { source: true, target: true },
  arrowScale: 1,
  marks: [],
  scaleBar: true,
  orientation: true,
}
const size = { width: 320, height: 240 }

test('a window without a zoom shows the boxes whole', () => {
  const window = setWindow({ centreYx: [0, 0], zoom: null }, [field.box], size)
  const [top, left] = toPanel([59.5, 199.5], window, size)
  const [bottom, right] = toPanel([100.5, 260.5], window, size)
  expect(Math.min(top, left)).toBeGreaterThan(0)
  expect(bottom).toBeLessThan(size.height)
  expect(right).toBeLessThan(size.width)
  expect(toGrid(toPanel([77, 222], window, size), window, size)).toEqual([expect.closeTo(77), expect.closeTo(222)])
  const tight = { width: 320, height: heightThatFits([field.box], 320) }
  expect(setWindow({ centreYx: [0, 0], zoom: null }, [field.box], tight).zoom).toBeCloseTo((320 - 16) / 61, 6)
})

test("outline and pixels lie on one another: every corner of the outline is a corner of the image's pixels", () => {
  const window = { centreYx: [80, 230], zoom: 2.75 } as const
  const { items } = panelScene(panel, window, size, look)
  const all = flat(items)
  const image = all.find((item) => item.kind === 'image')
  const outline = all.find(
    (item) => item.kind === 'path' && item.closed && item.stroke === look.appearance.sourceOutline,
  )
  if (image?.kind !== 'image' || outline?.kind !== 'path') throw new Error('no image or no outline')
  expect(image.at.width / image.widthPx).toBeCloseTo(2.75)
  for (let i = 0; i < outline.lines[0].length; i += 2) {
    const column = (outline.lines[0][i] - image.at.x) / 2.75
    const row = (outline.lines[0][i + 1] - image.at.y) / 2.75
    expect(column).toBeCloseTo(Math.round(column), 3)
    expect(row).toBeCloseTo(Math.round(row), 3)
    const around = [0, 1, 2, 3].map((k) => opaque(Math.round(row) - (k >> 1), Math.round(column) - (k & 1)))
    expect(new Set(around).size).toBe(2)
  }

  function opaque(row: number, column: number): boolean {
    if (row < 0 || row >= 41 || column < 0 || column >= 61) return false
    return panel.rgba[4 * (row * 61 + column) + 3] === 255
  }
})

test('what is switched off is not drawn', () => {
  const bare = panelScene(panel, { centreYx: [80, 230], zoom: 2 }, size, {
    ...look,
    outlines: { source: false, target: false },
    arrowScale: null,
    scaleBar: false,
    orientation: false,
  })
  expect(flat(bare.items).map(({ kind }) => kind)).toEqual(['image'])
})

function flat(items: readonly SceneItem[]): Exclude<SceneItem, { kind: 'group' }>[] {
  return items.flatMap((item) => (item.kind === 'group' ? flat(item.items) : [item]))
}
