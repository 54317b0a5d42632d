import { basename } from 'node:path'
import { counted } from '../../figure/counted.ts'
import { APP_VERSION } from '../../runner/app-version.ts'
import type { PairRecord, PairState, RunRecord } from '../../study/run-store.ts'
import { readStudy } from '../read-study.ts'
import { requireRun } from '../require-run.ts'
import type { FigureContext } from './drawn-view.ts'
import { groupTable } from './group-table.ts'
import { escaped, htmlPairs, htmlTable } from './html.ts'
import { methodsText } from './methods-text.ts'
import { type ReportFigure, reportFigures } from './report-figures.ts'
import { REPORT_STYLE } from './report-style.ts'

/** Everything that a report says. */
interface Report {
  readonly study: string
  readonly run: RunRecord
  readonly counts: Readonly<Record<PairState, number>>
  readonly pairs: readonly PairRecord[]
  readonly figures: readonly ReportFigure[]
}

const GROUP_METRICS = {
  mean_transport_distance_um: 'mean distance, µm',
  sinkhorn_divergence_um: 'divergence, µm',
  created_mass_pct: 'created, %',
  destroyed_mass_pct: 'destroyed, %',
} as const

const PAIR_COLUMNS = {
  src_embryo_id: 'source',
  src_frame_index: 'frame',
  tgt_embryo_id: 'target',
  tgt_frame_index: 'frame',
  tgt_genotype: 'genotype',
  converged: 'converged',
  iterations: 'iterations',
  marginal_error: 'marginal error',
  gap: 'gap',
  primal: 'primal',
  dual: 'dual',
  engine: 'engine',
  mean_transport_distance_um: 'mean distance, µm',
  sinkhorn_divergence_um: 'divergence, µm',
  created_mass_pct: 'created, %',
  destroyed_mass_pct: 'destroyed, %',
} as const

/**
 * A page about a run that stands for itself: no scripts, nothing fetched, figures within. A browser is all that it needs, now or later.
 *
 * @throws ProblemsError where there is no such run
 */
export async function runReport(studyDir: string, runId: string, context: FigureContext): Promise<string> {
  const read = readStudy(studyDir, (store) => ({
    run: requireRun(store, studyDir, runId),
    counts: store.countPairs(runId),
    pairs: store.pairs(runId),
  }))
  const figures = await reportFigures(studyDir, runId, read.pairs, context)
  return reportHtml({ ...read, study: basename(studyDir), figures })
}

function reportHtml(report: Report): string {
  const { run } = report
  const title = run.title || run.runId
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Otolith ${escaped(APP_VERSION)}">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escaped(title)} – Otolith</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<header><h1>${escaped(title)}</h1>
<p>A run of optimal-transport morphometrics. Report made by Otolith ${escaped(APP_VERSION)} on ${new Date().toISOString().slice(0, 10)}.</p></header>
<main>
${section('Summary', summary(report))}
${report.figures.map(figureSection).join('\n')}
${section('Groups', groups(report.pairs))}
${section('How it was done', `<p>${escaped(methodsText(report))}</p>`)}
${section('Parameters', htmlPairs(run.parameters))}
${section('Environment and versions', htmlPairs(withoutPaths(run.environment)))}
${section('Left out, failed and not converged', leftOut(report.pairs))}
${section('Quality flags', flags(report.pairs))}
${section('Pairs and their certificates', pairTable(report.pairs))}
</main>
</body>
</html>
`
}

function section(heading: string, body: string): string {
  return `<section><h2>${escaped(heading)}</h2>\n${body}\n</section>`
}

function summary({ study, run, counts }: Report): string {
  const states = Object.entries(counts).filter(([, count]) => count > 0)
  return `${run.note === '' ? '' : `<p>${escaped(run.note)}</p>`}${htmlPairs({
    study,
    run: run.runId,
    begun: run.createdAt,
    'last changed': run.updatedAt,
    state: run.state,
    pairs: states.map(([state, count]) => `${count} ${state}`).join(', '),
    tags: run.tags.join(', ') || null,
    'embryo table': basename(run.tablePath),
    manifest: basename(run.manifestPath),
    'manifest (SHA-256)': run.manifestSha256,
  })}`
}

function figureSection(figure: ReportFigure): string {
  const { heading } = figure
  if (figure.kind === 'missing') return section(heading, `<p>It can’t be drawn: ${escaped(figure.reason)}.</p>`)
  // clip paths are named within their SVG; on one page they must not meet
  const prefix = heading.replace(/\W+/g, '-').toLowerCase()
  const own = figure.svg.replace(/(id="|url\(#)clip-/g, `$1${prefix}-`)
  const caption = figure.legend.split('\n').map((line) => `<p>${escaped(line)}</p>`)
  return section(heading, `<figure>${own}<figcaption>${caption.join('')}</figcaption></figure>`)
}

function groups(pairs: readonly PairRecord[]): string {
  const rows = groupTable(pairs, Object.keys(GROUP_METRICS))
  if (rows.length === 0) return '<p>The pairs name no genotypes.</p>'
  const header = [
    'genotype of the target',
    'embryos',
    'pairs',
    ...Object.values(GROUP_METRICS).flatMap((name) => [name, '± SD']),
  ]
  const table = htmlTable(
    header,
    rows.map(({ group, embryos, pairs, values }) => [
      group,
      embryos,
      pairs,
      ...values.flatMap(({ mean, sd }) => [mean, sd]),
    ]),
  )
  return `<p>Each embryo’s mean over its pairs first, then mean and standard deviation over embryos. Medians, intervals and tests are for an analysis that knows the design.</p>${table}`
}

function leftOut(pairs: readonly PairRecord[]): string {
  const rows = pairs
    .filter(({ state }) => state !== 'ok')
    .map(({ pairId, state, error, metrics }) => [
      pairId,
      state,
      error ?? (state === 'unconverged' ? `marginal error ${metrics?.marginal_error}` : null),
    ])
  return rows.length === 0
    ? '<p>None: every pair was solved to tolerance.</p>'
    : htmlTable(['pair', 'state', 'reason'], rows)
}

function flags(pairs: readonly PairRecord[]): string {
  const rows = pairs.flatMap(({ pairId, metrics }) => {
    const [pair, source, target] = ['quality_flags', 'src_quality_flags', 'tgt_quality_flags'].map(
      (name) => metrics?.[name] || null,
    )
    return pair || source || target ? [[pairId, pair, source, target]] : []
  })
  const said = `<p>A flag says what to look at first; nothing is left out for it. ${counted(rows.length, 'pair')} of ${pairs.length} have one.</p>`
  return rows.length === 0 ? said : said + htmlTable(['pair', 'of the pair', 'of its source', 'of its target'], rows)
}

function pairTable(pairs: readonly PairRecord[]): string {
  return htmlTable(
    ['pair', 'state', ...Object.values(PAIR_COLUMNS)],
    pairs.map(({ pairId, state, metrics }) => [
      pairId,
      state,
      ...Object.keys(PAIR_COLUMNS).map((name) => metrics?.[name]),
    ]),
  )
}

/** a folder of the machine that it ran on says nothing, and may say too much */
function withoutPaths(row: RunRecord['environment']): RunRecord['environment'] {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.endsWith('_root') && !name.endsWith('_path')))
}
