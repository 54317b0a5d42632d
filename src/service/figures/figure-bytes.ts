import type { FigureFormat } from '../../api/figures-contract.ts'
import { sceneSvg } from '../../figure/svg.ts'
import { scenePdf } from '../../print/scene-pdf.ts'
import { svgPng } from '../../print/svg-png.ts'
import type { DrawnView } from './drawn-view.ts'

/** A figure's file: SVG first, PNG from it, PDF from the same scene. */
export async function figureBytes(
  { figure, metadata }: Pick<DrawnView, 'figure' | 'metadata'>,
  format: FigureFormat,
  dpi: number,
): Promise<Uint8Array> {
  switch (format) {
    case 'svg':
      return Buffer.from(sceneSvg(figure.scene, metadata))
    case 'png':
      return svgPng(sceneSvg(figure.scene, metadata), dpi, {
        Title: metadata.title,
        Description: metadata.description,
        Software: 'Otolith',
        Provenance: JSON.stringify(metadata.provenance),
      })
    case 'pdf':
      return scenePdf(figure.scene, metadata)
  }
}
