import { expect, test } from 'vitest'
import { composeFigure, type Figure, type FigureOptions } from '../../src/figure/compose-figure.ts'
import type { SceneItem, SceneText } from '../../src/figure/scene.ts'
import { sceneSvg } from '../../src/figure/svg.ts'
import { textWidthPx } from '../../src/figure/text-width.ts'
import { repeatedField, viewOf } from '../support/field-views.ts'
import { maskWhere } from '../support/masks.ts'
import { panelField, shiftedPanel } from '../support/panel-fields.ts'

const ellipse = maskWhere(41, 81, (y, x) => Math.hypot(y - 20, (x - 40) / 2) <= 20)
const shifted = shiftedPanel(ellipse, { y: 60, x: 180 }, [20, -12])
const options: FigureOptions = { widthPx: 680, appearance: 'light', screenPanel: null }
const nothing = { title: '', description: '', provenance: null }

test.for([
  { panels: 1, columns: null, zoom: null },
  { panels: 1, columns: null, zoom: 9 },
  { panels: 3, columns: 1, zoom: 2 },
  { panels: 5, columns: null, zoom: null },
  { panels: 12, columns: 4, zoom: 3.3 },
  { panels: 12, columns: null, zoom: null },
])(
  'a shift by (+20, −12) px is drawn so: $panels panels, $columns columns, zoom $zoom',
  ({ panels, columns, zoom }) => {
    const view = viewOf(panels, { columns, window: { centreYx: [80, 220], zoom } })
    for (const appearance of ['light', 'dark'] as const) {
      const figure = composeFigure(view, repeatedField(shifted, panels), { ...options, appearance })
      const scale = figure.arrowScale ?? Number.NaN
      const drawn = panelsOf(sceneSvg(figure.scene, nothing))
      expect(drawn).toHaveLength(panels)
      for (const { pxPerGridPx, left, top, arrows } of drawn) {
        expect(arrows.length).toBeGreaterThan(8)
        for (const [tailX, tailY, tipX, tipY] of arrows) {
          // the coordinates are written to a thousandth of a px
          expect((tipY - tailY) / pxPerGridPx / scale).toBeCloseTo(20, 1)
          expect((tipX - tailX) / pxPerGridPx / scale).toBeCloseTo(-12, 1)
          const [row, column] = [(tailY - top) / pxPerGridPx - 0.5, (tailX - left) / pxPerGridPx - 0.5]
          expect(ellipse.data[Math.round(row) * 81 + Math.round(column)]).toBe(1)
        }
      }
    }
  },
)

test('everything lies within the figure, whatever the number of panels and the length of their titles', () => {
  for (const count of [1, 2, 3, 7, 12]) {
    const long = {
      ...shifted,
      title: ['a very long name of a very long embryo, frame 12', '→ another one that is even longer, frame 4711'],
    }
    const figure = composeFigure(viewOf(count), repeatedField(long, count), options)
    for (const text of textsOf(figure)) {
      const width = textWidthPx(text.text, text.sizePx, text.weight)
      const left = text.x - { start: 0, middle: width / 2, end: width }[text.anchor]
      expect(left).toBeGreaterThanOrEqual(0)
      expect(left + width).toBeLessThanOrEqual(figure.scene.widthPx)
      expect(text.y - text.sizePx).toBeGreaterThanOrEqual(0)
      expect(text.y + 0.25 * text.sizePx).toBeLessThanOrEqual(figure.scene.heightPx)
    }
  }
})

test('panels of one kind share limits; differences, and panels with limits of their own, are coloured apart', () => {
  const group = { column: 'genotype', value: 'mutant', stageHpf: null }
  const reference = { ...group, value: 'wild type' }
  const refs = [
    { kind: 'mean', runId: 'run', group },
    { kind: 'mean', runId: 'run', group: reference },
    { kind: 'difference', runId: 'run', group, reference },
    { kind: 'standardised-difference', runId: 'run', group, reference },
    { kind: 'mean', runId: 'run', group },
  ] as const
  const own = { kind: 'fixed', low: 0, high: 5 } as const
  const panels = refs.map((ref, i) => ({ ref, window: null, limits: i === 4 ? own : null }))
  const box = { y0: 60, x0: 180, y1: 62, x1: 182 }
  const mean = (high: number) =>
    panelField(box, Float32Array.of(0, high, 0, Number.NaN), { counts: { embryos: [8], pairs: [24] } })
  const counts = { embryos: [8, 3], pairs: [24, 9] }
  const warnings = [{ kind: 'few-embryos', group: 'wild type', embryos: 3 }] as const
  const fields = [
    mean(10),
    mean(30),
    panelField(box, Float32Array.of(-4, 2, 0, 0), { kind: 'signed', counts, warnings }),
    panelField(box, Float32Array.of(-1, 3, 0, 0), { kind: 'signed', unit: '', counts }),
    mean(10),
  ]
  const figure = composeFigure(
    { ...viewOf(5), panels, limits: { kind: 'robust', lowPct: 0, highPct: 100 } },
    fields,
    options,
  )
  expect(figure.groups.map(({ panels, limits: { low, high }, table: { name } }) => [panels, low, high, name])).toEqual([
    [[0, 1], 0, 30, 'viridis'],
    [[2], -4, 4, 'purple-orange'],
    [[3], -3, 3, 'purple-orange'],
    [[4], 0, 5, 'viridis'],
  ])
  const texts = textsOf(figure).map(({ text }) => text)
  for (const said of ['Displacement (debiased), µm (a, b)', 'limits set by hand']) {
    expect(texts).toContain(said)
  }
  expect(texts.join('\n')).toContain('c: wild type: only 3 embryos')
})

test("a zoom that was chosen on the screen shows the same part of the field in the figure's panel", () => {
  const view = viewOf(1, { window: { centreYx: [80, 220], zoom: 8 } })
  const screenPanel = { width: 1320, height: 660 }
  const [panel] = panelsOf(sceneSvg(composeFigure(view, [shifted], { ...options, screenPanel }).scene, nothing))
  expect(panel.pxPerGridPx).toBeCloseTo(8 * (660 / 1320), 3)
  expect(panel.clip.height / panel.clip.width).toBeCloseTo(0.5, 3)
  // on the screen a shift of 23 px takes 187 px, too long for true length; in the figure it would take 93
  const scales = [screenPanel, { width: 330, height: 165 }].map((size) => {
    return composeFigure({ ...view, window: { centreYx: [80, 220], zoom: size.width / 165 } }, [shifted], {
      ...options,
      screenPanel: size,
    }).arrowScale
  })
  expect(scales).toEqual([0.1, 1])
})

test('a panel with a window of its own has that, and arrows as long in µm as the others', () => {
  const view = viewOf(2, { window: { centreYx: [80, 220], zoom: 2 }, arrowScale: 1 })
  const own = { ...view.panels[1], window: { centreYx: [80, 220], zoom: 6 } as const }
  const figure = composeFigure({ ...view, panels: [view.panels[0], own] }, repeatedField(shifted, 2), options)
  const [first, second] = panelsOf(sceneSvg(figure.scene, nothing))
  expect([first.pxPerGridPx, second.pxPerGridPx]).toEqual([expect.closeTo(2, 3), expect.closeTo(6, 3)])
  for (const { arrows, pxPerGridPx } of [first, second]) {
    for (const [tailX, tailY, tipX, tipY] of arrows) {
      expect((tipY - tailY) / pxPerGridPx).toBeCloseTo(20, 1)
      expect((tipX - tailX) / pxPerGridPx).toBeCloseTo(-12, 1)
    }
  }
})

test('smoothing is for pictures: it changes colours, never which pixels have one', () => {
  const jagged = { ...shifted, values: shifted.values.map((v, i) => v + (i % 2) * 50) }
  const plain = imageOf(composeFigure(viewOf(1), [jagged], options))
  const smooth = imageOf(composeFigure(viewOf(1, { smoothingUm: 20 }), [jagged], options))
  expect(smooth).not.toEqual(plain)
  const isSeen = (rgba: Uint8ClampedArray) => rgba.filter((_, i) => i % 4 === 3)
  expect(isSeen(smooth)).toEqual(isSeen(plain))
})

test('fields and panels must be as many', () => {
  expect(() => composeFigure(viewOf(2), [shifted], options)).toThrow(RangeError)
})

interface DrawnPanel {
  readonly pxPerGridPx: number
  readonly left: number
  readonly top: number
  readonly clip: { readonly width: number; readonly height: number }
  /** tail x, y, tip x, y */
  readonly arrows: readonly (readonly [number, number, number, number])[]
}

/** What an SVG's own coordinates say of its panels. */
function panelsOf(svg: string): DrawnPanel[] {
  const clips = Array.from(svg.matchAll(/<clipPath[^>]*><rect ([^>]*)\/>/g), ([, attributes]) => attributes)
  return svg
    .split('<g class="panel-')
    .slice(1)
    .map((text, i) => {
      const image = /<image ([^>]*?) preserve/.exec(text)?.[1] ?? ''
      const arrows = /<g class="arrows">\n<path [^\n]*\n<path d="([^"]*)"/.exec(text)?.[1] ?? ''
      return {
        pxPerGridPx: attribute(image, 'width') / 81,
        left: attribute(image, 'x'),
        top: attribute(image, 'y'),
        clip: { width: attribute(clips[i], 'width'), height: attribute(clips[i], 'height') },
        arrows: arrows
          .split('Z')
          .filter((path) => path !== '')
          .map((path) => {
            const n = path
              .split(/[MLZ ]/)
              .filter(Boolean)
              .map(Number)
            return [(n[0] + n[12]) / 2, (n[1] + n[13]) / 2, n[6], n[7]] as const
          }),
      }
    })
}

function attribute(attributes: string, name: string): number {
  return Number(new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1])
}

function leaves(items: readonly SceneItem[]): Exclude<SceneItem, { kind: 'group' }>[] {
  return items.flatMap((item) => (item.kind === 'group' ? leaves(item.items) : [item]))
}

function textsOf({ scene }: Figure): SceneText[] {
  return leaves(scene.items).filter((item) => item.kind === 'text')
}

function imageOf({ scene }: Figure): Uint8ClampedArray {
  const image = leaves(scene.items).find((item) => item.kind === 'image')
  if (image === undefined) throw new Error('no image')
  return image.rgba
}
