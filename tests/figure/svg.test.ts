import { decode } from 'fast-png'
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/core/random.ts'
import { appearance } from '../../src/figure/appearance.ts'
import { colourAt, colourTable } from '../../src/figure/colour-maps.ts'
import { panelScene } from '../../src/figure/panel-scene.ts'
import { preparePanel } from '../../src/figure/prepare-panel.ts'
import { sceneText } from '../../src/figure/scene-parts.ts'
import { sceneSvg } from '../../src/figure/svg.ts'
import { panelField } from '../support/panel-fields.ts'

test("an SVG's pixels have the colour map's colour at the value, at 100 random places; undefined ones none", () => {
  const random = seededRandom('colours')
  const box = { y0: 10, x0: 20, y1: 50, x1: 90 }
  const values = Float32Array.from({ length: 40 * 70 }, () =>
    random.uniform() < 0.3 ? Number.NaN : random.uniform(-20, 120),
  )
  const range = { low: 0, high: 100 }
  const table = colourTable('cividis')
  const panel = preparePanel(panelField(box, values), { range, table })
  const look = {
    appearance: appearance('light'),
    outlines: { source: false, target: false },
    arrowScale: null,
    marks: [],
    scaleBar: false,
    orientation: false,
  }
  const scene = panelScene(panel, { centreYx: [30, 55], zoom: 3 }, { width: 300, height: 200 }, look)
  const svg = sceneSvg(scene, { title: '', description: '', provenance: null })
  const png = decode(Buffer.from(/base64,([^"]*)"/.exec(svg)?.[1] ?? '', 'base64'))
  expect([png.width, png.height]).toEqual([70, 40])
  for (let k = 0; k < 100; k++) {
    const i = random.integer(0, values.length)
    const [r, g, b, a] = png.data.subarray(4 * i, 4 * i + 4)
    const colour = colourAt(values[i], range, table)
    if (colour === null) expect(a).toBe(0)
    else expect([`#${[r, g, b].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`, a]).toEqual([colour, 255])
  }
})

test('text and provenance are kept, whatever letters they have', () => {
  const odd = `5 < 6 & "7" > µ − → \u0007`
  const scene = { widthPx: 96, heightPx: 48, background: null, items: [sceneText(1, 2, odd, '#000000')] }
  const svg = sceneSvg(scene, { title: odd, description: odd, provenance: { view: odd } })
  expect(svg).toContain('width="25.4mm" height="12.7mm" viewBox="0 0 96 48"')
  const told = /<metadata>(.*)<\/metadata>/.exec(svg)?.[1] ?? ''
  expect(JSON.parse(unescaped(told))).toEqual({ view: odd })
  expect(unescaped(/<title>(.*)<\/title>/.exec(svg)?.[1] ?? '')).toBe(odd.replace('\u0007', '\ufffd'))
  expect(svg).not.toMatch(/href="(?!data:|#)/)
})

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
