import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { expect, test } from 'vitest'
import { lengthText, roundBelow, valueText } from '../../src/figure/lengths.ts'
import { linesThatFit, textThatFits, textWidthPx } from '../../src/figure/text-width.ts'

const fontFile = createRequire(import.meta.url).resolve('@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf')

test('text is as wide as the font that figures are printed in makes it', () => {
  const pdf = new PDFDocument().font(fontFile).fontSize(20)
  for (const text of ['Displacement (debiased), µm', 'wt_01 f0028 → m_03', '−12.5 × 10 µm⁴', 'n = 8 embryos']) {
    const real = pdf.widthOfString(text, { kerning: false } as object)
    expect(Math.abs(textWidthPx(text, 20) - real)).toBeLessThan(0.03 * real)
  }
})

test('what is too long is cut, or broken between words', () => {
  const text = 'a title that does not fit'
  const cut = textThatFits(text, 60, 10)
  expect(cut.endsWith('…')).toBe(true)
  expect(textWidthPx(cut, 10)).toBeLessThanOrEqual(60)
  expect(textThatFits(text, 600, 10)).toBe(text)
  const lines = linesThatFit(text, 60, 10)
  expect(lines.join(' ')).toBe(text)
  expect(lines.length).toBeGreaterThan(1)
})

test('lengths and values as a figure writes them', () => {
  expect([1, 3, 49, 50, 1999].map(roundBelow)).toEqual([1, 2, 20, 50, 1000])
  expect([lengthText(200), lengthText(1000), lengthText(0.5)]).toEqual(['200 µm', '1 mm', '0.5 µm'])
  expect([0, -0, 12.345, -98.76, 1234, 2.5e7, -3e-5].map(valueText)).toEqual([
    '0',
    '0',
    '12.3',
    '−98.8',
    '1230',
    '2.5 × 10⁷',
    '−3 × 10⁻⁵',
  ])
})
