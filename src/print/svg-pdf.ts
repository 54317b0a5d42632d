/// <reference path="./svg-to-pdfkit.d.ts" />
import PDFDocument from 'pdfkit'
import svgToPdf from 'svg-to-pdfkit'
import { FONT_FILES } from './fonts.ts'
import { loadResvg } from './load-resvg.ts'
import { collectedPdf, POINTS_PER_PX } from './pdf-document.ts'

/**
 * An SVG document that is no scene, such as a chart, as a PDF of one page and its size; letters are from the font that comes with Otolith.
 *
 * @throws Error where it is no SVG, or resvg is not installed
 */
export async function svgPdf(svg: string, title: string): Promise<Uint8Array> {
  const { Resvg } = await loadResvg()
  const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } })
  const size = { width: width * POINTS_PER_PX, height: height * POINTS_PER_PX }
  const pdf = new PDFDocument({
    size: [size.width, size.height],
    margin: 0,
    info: { Title: title, Creator: 'Otolith' },
  })
  const bytes = collectedPdf(pdf)
  svgToPdf(pdf, svg, 0, 0, { ...size, fontCallback: (_family, bold) => FONT_FILES[bold ? 'bold' : 'normal'] })
  pdf.end()
  return bytes
}
