import type { PanelRef } from '../../core/analysis/panel-field.ts'
import { FIGURE_WIDTH_PX } from '../../figure/compose-figure.ts'
import { MOST_PANELS } from '../../figure/field-view.ts'
import { sceneSvg } from '../../figure/svg.ts'
import { usualView } from '../../figure/usual-view.ts'
import { ProblemsError } from '../../study/problem.ts'
import type { PairRecord } from '../../study/run-store.ts'
import { isSolved } from '../fields/group-pairs.ts'
import { runGroups } from '../fields/run-groups.ts'
import { drawnView, type FigureContext } from './drawn-view.ts'

const MOST_PAIRS = 6
const OPTIONS = { widthPx: FIGURE_WIDTH_PX, appearance: 'light', screenPanel: null } as const

export type ReportFigure =
  | { readonly kind: 'drawn'; readonly heading: string; readonly svg: string; readonly legend: string }
  /** its files are gone or damaged: the report says so, and has the rest all the same */
  | { readonly kind: 'missing'; readonly heading: string; readonly reason: string }

/** The figures of a run's report: its groups' means, what they differ by from their references', and the pairs that differ most. */
export async function reportFigures(
  studyDir: string,
  runId: string,
  pairs: readonly PairRecord[],
  context: FigureContext,
): Promise<ReportFigure[]> {
  const asked = [...groupFigures(studyDir, runId), ...pairFigures(runId, pairs)]
  const figures: ReportFigure[] = []
  for (const { heading, panels } of asked) {
    figures.push(await reportFigure(studyDir, { heading, panels }, context))
  }
  return figures
}

async function reportFigure(
  studyDir: string,
  { heading, panels }: AskedFigure,
  context: FigureContext,
): Promise<ReportFigure> {
  try {
    const { figure, metadata, legend } = await drawnView(studyDir, usualView('displacement', panels), OPTIONS, context)
    return { kind: 'drawn', heading, svg: sceneSvg(figure.scene, metadata), legend }
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error
    return { kind: 'missing', heading, reason: error.problems.map(({ message }) => message).join('; ') }
  }
}

interface AskedFigure {
  readonly heading: string
  readonly panels: readonly PanelRef[]
}

function groupFigures(studyDir: string, runId: string): AskedFigure[] {
  const [column] = runGroups(studyDir, runId).columns
  if (column === undefined) return []
  const refs = column.groups.flatMap(({ value, stages }) =>
    stages.map(({ stageHpf }) => ({ column: column.name, value, stageHpf })),
  )
  const byStage = refs.toSorted((a, b) => a.stageHpf[0] - b.stageHpf[0])
  const isByStage = byStage.length > 0 && byStage.length <= MOST_PANELS
  const groups = isByStage
    ? byStage
    : column.groups.slice(0, MOST_PANELS).map(({ value }) => ({ column: column.name, value, stageHpf: null }))
  const isAll = isByStage || column.groups.length <= MOST_PANELS
  const label = column.name === 'tgt_genotype' ? 'genotype' : column.name
  const heading = `Mean displacement by ${label}${isByStage ? ' and stage' : ''}`
  return [
    {
      heading: isAll ? heading : `${heading}, the first ${MOST_PANELS} of ${column.groups.length}`,
      panels: groups.map((group) => ({ kind: 'mean', runId, group })),
    },
  ]
}

function pairFigures(runId: string, pairs: readonly PairRecord[]): AskedFigure[] {
  const solved = pairs.filter(isSolved)
  const divergence = ({ metrics }: PairRecord) => Number(metrics?.sinkhorn_divergence_um ?? 0)
  const largest = solved.toSorted((a, b) => divergence(b) - divergence(a)).slice(0, MOST_PAIRS)
  if (largest.length === 0) return []
  const heading =
    largest.length === solved.length
      ? 'All pairs'
      : `The ${largest.length} pairs of largest divergence, of ${solved.length}`
  return [{ heading, panels: largest.map(({ pairId }) => ({ kind: 'pair', runId, pairId })) }]
}
