import type { MadeFile } from '../../api/figures-contract.ts'
import { messageOf } from '../../core/message-of.ts'
import { svgPdf } from '../../print/svg-pdf.ts'
import { svgPng } from '../../print/svg-png.ts'
import { APP_VERSION } from '../../runner/app-version.ts'
import { refusal } from '../../study/problem.ts'
import { madeFile } from './made-file.ts'

export interface SvgToConvert {
  readonly svg: string
  readonly format: 'pdf' | 'png'
  readonly dpi: number
  readonly name: string
}

/**
 * A chart that was drawn as SVG, in another format.
 *
 * @throws ProblemsError where it is no SVG, or asks for something outside itself: a file, or an address
 */
export async function svgFile({ svg, format, dpi, name }: SvgToConvert): Promise<MadeFile> {
  if (/\bhref\s*=\s*["']\s*(?!#|data:image\/)/i.test(svg) || /<!(DOCTYPE|ENTITY)/i.test(svg)) {
    throw refusal('bad-svg', 'the picture refers to something outside itself: give one that holds all it needs', name)
  }
  try {
    const about = { Title: name, Software: `Otolith ${APP_VERSION}` }
    return madeFile(name, format, await (format === 'png' ? svgPng(svg, dpi, about) : svgPdf(svg, name)))
  } catch (error) {
    throw refusal('bad-svg', `the picture can't be read as SVG: ${messageOf(error)}`, name)
  }
}
