import { FIGURE_FORMATS } from '../../api/figures-contract.ts'
import { encodeZip, type PackedFile, pack } from '../../study/zip.ts'
import type { DrawnView } from './drawn-view.ts'
import { figureBytes } from './figure-bytes.ts'
import { methodsText } from './methods-text.ts'
import { sourceDataCsv } from './source-data.ts'

/** Everything that goes into a paper with a figure, as a zip archive. */
export async function paperKit(drawn: DrawnView, dpi: number): Promise<Uint8Array> {
  const files: PackedFile[] = []
  for (const format of FIGURE_FORMATS) {
    const lookFor = format === 'svg' ? 'repeats' : 'nothing'
    const bytes = await figureBytes(drawn, format, dpi)
    files.push({ name: `figure.${format}`, packed: pack({ bytes, lookFor }) })
  }
  const text = (name: string, content: string): PackedFile => ({
    name,
    packed: pack({ bytes: Buffer.from(content), lookFor: 'repeats' }),
  })
  return encodeZip([
    ...files,
    text('legend.txt', `${drawn.legend}\n`),
    text('methods.txt', `${drawn.runs.map(methodsText).join('\n\n')}\n`),
    text('source-data.csv', sourceDataCsv(drawn.fields)),
    text('provenance.json', `${JSON.stringify(drawn.metadata.provenance, null, 2)}\n`),
  ])
}
