import { inflateSync } from 'node:zlib'
import { decode } from 'fast-png'
import PDFDocument from 'pdfkit'
import { expect, test } from 'vitest'
import { composeFigure } from '../../src/figure/compose-figure.ts'
import { sceneSvg } from '../../src/figure/svg.ts'
import { FONT_FILES } from '../../src/print/fonts.ts'
import { scenePdf } from '../../src/print/scene-pdf.ts'
import { svgPng } from '../../src/print/svg-png.ts'
import { viewOf } from '../support/field-views.ts'
import { maskWhere } from '../support/masks.ts'
import { shiftedPanel } from '../support/panel-fields.ts'

const disc = maskWhere(41, 81, (y, x) => Math.hypot(y - 20, (x - 40) / 2) <= 20)
const field = shiftedPanel(disc, { y: 60, x: 180 }, [20, -12])
const about = { title: 'Δ of µm²', description: 'a disc', provenance: { view: 'ε → λ' } }
const { scene } = composeFigure(viewOf(1), [field], { widthPx: 340, appearance: 'light', screenPanel: null })

test('a PNG has the pixels that its size and dpi make, says so, and carries what it was made of', async () => {
  const png = await svgPng(sceneSvg(scene, about), 192, { Provenance: JSON.stringify(about.provenance) })
  const { width, height, data, resolution, channels } = decode(png)
  expect([width, height]).toEqual([680, Math.ceil(scene.heightPx * 2)])
  expect(resolution).toEqual({ x: 7559, y: 7559, unit: 1 })
  expect(Buffer.from(png).toString('utf8')).toContain('Provenance\0\0\0\0\0{"view":"ε → λ"}')
  // text is there: dark pixels in the title's line, left of the middle
  let dark = 0
  for (let y = 0; y < 44; y++) for (let x = 0; x < width / 2; x++) if (data[channels * (y * width + x)] < 100) dark++
  expect(dark).toBeGreaterThan(100)
})

test("a PDF of the figure's size has text in an embedded font, and what it was made of among its properties", async () => {
  const pdf = Buffer.from(await scenePdf(scene, about))
  const text = pdf.toString('latin1')
  expect(text).toContain(`/MediaBox [0 0 255 ${Number((scene.heightPx * 0.75).toFixed(3))}`)
  expect(text).toContain('Arimo-Regular')
  const utf16 = (value: string) => Buffer.from(`\ufeff${value}`, 'utf16le').swap16().toString('latin1')
  expect(text).toContain(utf16(about.title))
  expect(text).toContain(utf16(JSON.stringify(about.provenance)).slice(0, 20))
  expect(contents(pdf)).toContain('BT')
})

test('arrows in a PDF lead where the mass went, in its own coordinates', async () => {
  const number = '(-?[\\d.]+)'
  const polygon = new RegExp(`${number} ${number} m\n${`${number} ${number} l\n`.repeat(6)}h`, 'g')
  const arrows = Array.from(contents(Buffer.from(await scenePdf(scene, about))).matchAll(polygon), (found) => {
    const n = found.slice(1).map(Number)
    return { dx: n[6] - (n[0] + n[12]) / 2, dy: n[7] - (n[1] + n[13]) / 2 }
  })
  // the same polygons twice: rims, then arrows; and the key's own, which points right
  const ofField = arrows.filter(({ dy }) => Math.abs(dy) > 0.01)
  expect(ofField.length).toBeGreaterThan(20)
  for (const { dx, dy } of ofField) {
    expect(dy).toBeGreaterThan(0)
    expect(dx / dy).toBeCloseTo(-12 / 20, 2)
  }
})

test('the font has every letter that a figure writes', () => {
  for (const file of Object.values(FONT_FILES)) {
    // a letter that a font has not is as wide as its first glyph, and none of these is
    const pdf = new PDFDocument().font(file).fontSize(1000)
    const missing = pdf.widthOfString('\u{10ffff}')
    for (const letter of 'µμ−→²³⁴Δελσ×±·…–|⁰¹⁵⁶⁷⁸⁹⁻') expect(pdf.widthOfString(letter), letter).not.toBe(missing)
  }
})

/** a PDF's deflated streams as text */
function contents(pdf: Buffer): string {
  const streams: string[] = []
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    if (pdf.subarray(at - 3, at).toString('latin1') === 'end') continue
    try {
      streams.push(inflateSync(pdf.subarray(at + 7)).toString('latin1'))
    } catch {
      // a stream that isn't deflated, such as a font's map
    }
  }
  return streams.join('\n')
}
