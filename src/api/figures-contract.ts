import { z } from 'zod'
import { APPEARANCES } from '../figure/appearance.ts'
import { fieldViewSchema } from './field-schemas.ts'
import { procedure, runId, studyDir } from './procedure.ts'

export const FIGURE_FORMATS = ['svg', 'pdf', 'png'] as const
export type FigureFormat = (typeof FIGURE_FORMATS)[number]

/** pixels an inch of a PNG */
const dpi = z.number().min(30).max(1200)

/** A file that was made, to be saved. */
export const madeFileSchema = z.object({ fileName: z.string(), mimeType: z.string(), base64: z.string() }).readonly()
export type MadeFile = z.output<typeof madeFileSchema>

/** A view as it is drawn in a figure. */
const figureOf = z.object({
  studyDir,
  view: fieldViewSchema,
  appearance: z.enum(APPEARANCES).default('light'),
  /** px (CSS, 96 an inch); two columns of a journal where left out */
  widthPx: z.number().min(200).max(4000).default(680),
  /** the size of a panel on the screen that the view's zoom was chosen on */
  screenPanel: z.object({ width: z.number().positive(), height: z.number().positive() }).nullable().default(null),
  dpi: dpi.default(300),
})

export const figuresContract = {
  make: procedure.input(figureOf.extend({ format: z.enum(FIGURE_FORMATS) })).output(madeFileSchema),
  /** the numbers behind a view as CSV: a row a pixel and panel */
  data: procedure.input(figureOf.pick({ studyDir: true, view: true })).output(madeFileSchema),
  /** a zip: the figure in three formats, its source data, legend, a Methods paragraph, provenance */
  kit: procedure.input(figureOf).output(madeFileSchema),
  /** a page about a run that needs nothing but a browser */
  report: procedure.input(z.object({ studyDir, runId })).output(madeFileSchema),
  /** a chart, drawn as SVG, in another format; it may need nothing outside itself */
  fromSvg: procedure
    .input(
      z.object({
        svg: z.string().min(1).max(40_000_000),
        format: z.enum(['pdf', 'png']),
        dpi: dpi.default(300),
        name: z.string().min(1).max(120),
      }),
    )
    .output(madeFileSchema),
}
