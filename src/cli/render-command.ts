import { extname, resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { fieldViewSchema } from '../api/field-schemas.ts'
import { FIGURE_FORMATS, type FigureFormat } from '../api/figures-contract.ts'
import { FIELD_MAPS, type FieldMapName } from '../core/analysis/field-map.ts'
import { APPEARANCES, type AppearanceName } from '../figure/appearance.ts'
import { COLOUR_MAPS, type ColourMapName, type FieldView } from '../figure/field-view.ts'
import { usualView } from '../figure/usual-view.ts'
import { figureBytes } from '../service/figures/figure-bytes.ts'
import { sourceDataCsv } from '../service/figures/source-data.ts'
import { writeFileAtomicSync } from '../study/atomic-file.ts'
import { refusal } from '../study/problem.ts'
import type { RunStore } from '../study/run-store.ts'
import { drawnFigure } from './drawn-figure.ts'
import { oneOf, positiveInteger, positiveNumber } from './options.ts'
import { type AskedPanels, panelsOf } from './render-panels.ts'
import { openStudyStore, runOf } from './study-access.ts'

const PX_PER_MM = 96 / 25.4
const LIMITS = ascending(',', 'must be two numbers joined by a comma, the lower first: 0,200.')
const STAGE_RANGE = ascending('-', 'must be two stages in hpf joined by a dash: 47-49.')

interface RenderOptions extends AskedPanels {
  readonly run?: string
  readonly view?: string
  readonly map?: FieldMapName
  readonly out: string
  readonly csv?: string
  readonly dpi: number
  readonly widthMm?: number
  readonly appearance: AppearanceName
  readonly limits?: readonly [number, number]
  readonly colours?: ColourMapName
  readonly columns?: number
  readonly arrowScale?: number
  readonly arrows: boolean
  readonly smoothingUm?: number
}

export function addRenderCommand(program: Command): void {
  program
    .command('render')
    .description('draw maps of pairs and groups as a figure: SVG, PDF or PNG, by the name of the file')
    .argument('<study>', 'study folder')
    .option('--run <id>', 'the run (default: the newest)')
    .option('--pair <id...>', 'a panel for each of these pairs')
    .option('--group <label=value...>', 'a panel for the mean of each of these groups: genotype=curl-ventral')
    .option('--reference <label=value>', 'its mean too, and each group minus it')
    .option('--standardised', 'differences over the pooled standard deviation between embryos')
    .option('--stage <from-to>', 'groups at these stages of the target only, hpf: 47-49', STAGE_RANGE)
    .option('--view <name>', 'a view that was saved with the study, instead of all these')
    .option('--map <name>', `what is drawn: ${FIELD_MAPS.join(', ')} (default: displacement)`, oneOf(FIELD_MAPS))
    .requiredOption('--out <file>', 'figure.svg, figure.pdf or figure.png')
    .option('--csv <file>', 'the numbers behind it, too')
    .option('--limits <low,high>', 'ends of the colours (default: 0 or symmetric, and the 99th percentile)', LIMITS)
    .option('--colours <name>', `one of ${COLOUR_MAPS.join(', ')}`, oneOf(COLOUR_MAPS))
    .option('--columns <n>', 'panels in a row (default: as they fit best)', positiveInteger)
    .option('--arrow-scale <times>', 'how many times its length an arrow is drawn', positiveNumber)
    .option('--no-arrows', 'without arrows')
    .option('--smoothing-um <um>', 'Gaussian for the picture alone, standard deviation', positiveNumber)
    .option('--width-mm <mm>', 'of the figure (default: 180, two columns of a journal)', positiveNumber)
    .option('--dpi <n>', 'pixels an inch of a PNG', positiveNumber, 300)
    .option('--appearance <name>', 'light or dark', oneOf(APPEARANCES), 'light')
    .action(async (study: string, options: RenderOptions) => {
      const studyDir = resolve(study)
      const format = formatOf(options.out)
      const view = withLook(viewOf(studyDir, options), options)
      const width = options.widthMm === undefined ? {} : { widthPx: options.widthMm * PX_PER_MM }
      const drawn = await drawnFigure(studyDir, view, { ...width, appearance: options.appearance })
      write(options.out, await figureBytes(drawn, format, options.dpi))
      if (options.csv !== undefined) write(options.csv, sourceDataCsv(drawn.fields))
      for (const line of drawn.legend.split('\n')) process.stdout.write(`  ${line}\n`)
    })
}

function write(path: string, content: Uint8Array | string): void {
  writeFileAtomicSync(resolve(path), content)
  process.stdout.write(`${resolve(path)}\n`)
}

function formatOf(out: string): FigureFormat {
  const format = FIGURE_FORMATS.find((known) => extname(out).toLowerCase() === `.${known}`)
  if (format) return format
  throw refusal(
    'bad-format',
    `the figure's file must end with ${FIGURE_FORMATS.map((known) => `.${known}`).join(', ')}`,
    out,
  )
}

function viewOf(studyDir: string, options: RenderOptions): FieldView {
  using store = openStudyStore(studyDir)
  if (options.view === undefined) {
    const { runId } = runOf(store, studyDir, options.run)
    return usualView(options.map ?? 'displacement', panelsOf(store, { studyDir, runId }, options))
  }
  if (options.pair || options.group || options.reference || options.run) {
    throw refusal(
      'bad-panels',
      'a saved view has its own panels: give --view without --run, --pair, --group and --reference',
      options.view,
    )
  }
  const view = savedView(store, studyDir, options.view)
  return options.map === undefined ? view : { ...view, map: options.map }
}

function savedView(store: RunStore, studyDir: string, name: string): FieldView {
  const views = store.views.list()
  const found = views.find((view) => view.name === name)
  if (!found) {
    const known = views.map((view) => view.name).join(', ') || 'none'
    throw refusal('unknown-view', `the study has no view ${name}; its views: ${known}`, studyDir)
  }
  const { data } = fieldViewSchema.safeParse(found.view)
  if (data) return data
  throw refusal('unknown-view', `this version can't draw the view ${name}: it was saved by a newer one`, studyDir)
}

/** what was asked for instead of what the view has */
function withLook(view: FieldView, options: RenderOptions): FieldView {
  const { limits: range, colours, columns, arrowScale, arrows, smoothingUm } = options
  return {
    ...view,
    ...(range === undefined ? {} : { limits: { kind: 'fixed', low: range[0], high: range[1] } }),
    ...(colours === undefined ? {} : { colours }),
    ...(columns === undefined ? {} : { columns }),
    ...(arrowScale === undefined ? {} : { arrowScale }),
    ...(arrows ? {} : { arrows }),
    ...(smoothingUm === undefined ? {} : { smoothingUm }),
  }
}

/** Takes two numbers, the lower first. */
function ascending(separator: string, wanted: string): (text: string) => [number, number] {
  return (text) => {
    const [low, high, ...more] = text.split(separator).map(Number)
    if (more.length > 0 || !Number.isFinite(low) || !Number.isFinite(high) || low >= high) {
      throw new InvalidArgumentError(wanted)
    }
    return [low, high]
  }
}
