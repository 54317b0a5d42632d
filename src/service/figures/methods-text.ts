import { canonicalGrid, coordScaleOf } from '../../core/canonical/canonical-grid.ts'
import { counted } from '../../figure/counted.ts'
import { lengthText, valueText } from '../../figure/lengths.ts'
import type { Cell, PairState, RunRecord } from '../../study/run-store.ts'

export interface RunAndCounts {
  readonly run: RunRecord
  readonly counts: Readonly<Record<PairState, number>>
}

/** A Methods paragraph about a run, from the parameters that it was run with: true of it, and of nothing that it did not do. */
export function methodsText({ run, counts }: RunAndCounts): string {
  const { parameters: p, environment: e } = run
  const pairs = counts.ok + counts.unconverged
  return [
    placementText(p['grid-um-per-px'], p.placement, p.refinement ?? null),
    massText(p['mass-mode'], p['mass-normalization']),
    transportText(run),
    supportText(p['downsample-factor'], p['max-support-points'], p.seed),
    `Each pair was solved to a marginal error and a relative duality gap of ${valueText(Number(p.tolerance))} (at most ${p['max-iterations']} iterations), certified in float64; ${counts.ok} of ${counted(pairs, 'solved pair')} reached it${counts.failed > 0 ? `, and ${counted(counts.failed, 'pair')} failed` : ''}${counts.skipped > 0 ? `; ${counts.skipped} ${counts.skipped === 1 ? 'was' : 'were'} skipped` : ''}.`,
    'Displacement is the barycentric projection of the plan minus that of the source’s transport onto itself with the same parameters (debiased), which takes off what the entropic blur moves by itself.',
    `Computed with Otolith ${e.app_version ?? ''} (engine ${e.engine ?? 'unknown'}, ${e.device ?? 'device unknown'}), run ${run.runId}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function placementText(gridUmPerPx: Cell, placement: Cell, refinement: Cell): string {
  const grid = canonicalGrid(Number(gridUmPerPx))
  const where = `Segmented silhouettes were cleaned (largest component, holes filled) and laid on a canonical grid of ${grid.heightPx} × ${grid.widthPx} pixels of ${grid.umPerPx} µm, the head left and the back up`
  const how =
    placement === 'anterior'
      ? ', by their anterior bodies (head, yolk and trunk)'
      : ', by the first principal axis of the whole silhouette, with the yolk’s centroid (without a yolk, the silhouette’s) on the grid’s centre'
  const over =
    refinement === 'rigid' ? '; each target was then laid over its source by the rigid motion of the anterior body' : ''
  return `${where}${how}${over}.`
}

function massText(mode: Cell, normalization: Cell): string {
  const modes = new Map<Cell, string>([
    ['uniform', 'uniform over the silhouette'],
    ['boundary_band', 'in a band along the outline'],
    ['distance_transform', 'the distance to the outline'],
  ])
  const scale = normalization === 'source' ? 'divided by that of the source in both' : 'normalised to one in each'
  return `Mass was ${modes.get(mode) ?? mode}, ${scale}.`
}

function transportText({ parameters: p }: RunRecord): string {
  const grid = canonicalGrid(Number(p['grid-um-per-px']))
  const umPerUnit = (grid.umPerPx * Number(p['downsample-factor'])) / coordScaleOf(grid)
  const length = (value: number) => lengthText(Number((Math.sqrt(value) * umPerUnit).toPrecision(2)))
  const isSquared = p.metric === 'sqeuclidean'
  const cost = isSquared ? 'squared Euclidean' : 'Euclidean'
  const epsilon = `ε = ${valueText(Number(p.epsilon))}${isSquared ? ` (a blur √ε of ${length(Number(p.epsilon))})` : ''}`
  const reach = isSquared ? ` (a reach √λ of ${length(Number(p['reg-m']))})` : ''
  return `For each pair, entropic unbalanced optimal transport with a ${cost} cost and Kullback–Leibler penalties on both marginals was solved with ${epsilon} and λ = ${Number(Number(p['reg-m']).toPrecision(6))}${reach}, in units of the grid’s longer side.`
}

function supportText(downsampleFactor: Cell, maxSupportPoints: Cell, seed: Cell): string {
  const pooled =
    Number(downsampleFactor) > 1 ? `mass pooled over blocks of ${downsampleFactor} × ${downsampleFactor} pixels` : ''
  const sampled =
    maxSupportPoints === null ? '' : `at most ${maxSupportPoints} points drawn from each silhouette (seed ${seed})`
  const both = [pooled, sampled].filter((text) => text !== '').join(' and ')
  return both === '' ? 'Every pixel took part.' : `The problem was made smaller: ${both}.`
}
