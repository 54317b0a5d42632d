import { os } from '../implementer.ts'
import { drawnView, panelFields } from './drawn-view.ts'
import { figureBytes } from './figure-bytes.ts'
import { madeFile } from './made-file.ts'
import { paperKit } from './paper-kit.ts'
import { runReport } from './run-report.ts'
import { sourceDataCsv } from './source-data.ts'
import { svgFile } from './svg-file.ts'

/** Figures to be taken out: into papers, and into the years. */
export const figuresProcedures = {
  make: os.figures.make.handler(async ({ input, context }) => {
    const { studyDir, view, format, dpi, ...options } = input
    const drawn = await drawnView(context.paths.require(studyDir), view, options, context)
    return madeFile(fileNameOf(view.map, drawn.fields[0].title), format, await figureBytes(drawn, format, dpi))
  }),
  data: os.figures.data.handler(async ({ input: { studyDir, view }, context }) => {
    const fields = await panelFields(context.paths.require(studyDir), view, context)
    return madeFile(fileNameOf(view.map, fields[0].title), 'csv', Buffer.from(sourceDataCsv(fields)))
  }),
  kit: os.figures.kit.handler(async ({ input, context }) => {
    const { studyDir, view, dpi, ...options } = input
    const drawn = await drawnView(context.paths.require(studyDir), view, options, context)
    return madeFile(`${fileNameOf(view.map, drawn.fields[0].title)}-kit`, 'zip', await paperKit(drawn, dpi))
  }),
  report: os.figures.report.handler(async ({ input: { studyDir, runId }, context }) => {
    const html = await runReport(context.paths.require(studyDir), runId, context)
    return madeFile(`${runId}-report`, 'html', Buffer.from(html))
  }),
  fromSvg: os.figures.fromSvg.handler(({ input }) => svgFile(input)),
}

function fileNameOf(map: string, title: readonly string[]): string {
  return `${map}-${title.join('-')}`
}
