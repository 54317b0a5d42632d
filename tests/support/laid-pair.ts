import { type Affine, applyAffine, composed, invertAffine } from '../../src/core/canonical/affine.ts'
import { canonicalGrid, coordScaleOf } from '../../src/core/canonical/canonical-grid.ts'
import { type Placement, placeFrame } from '../../src/core/canonical/place-frame.ts'
import { warpMask } from '../../src/core/canonical/warp.ts'
import type { StageHpf } from '../../src/core/demo/demo-embryo.ts'
import { bodyToMaterial, type EmbryoBody, materialToBody } from '../../src/core/demo/embryo-body.ts'
import { kernelMemory } from '../../src/core/kernels/kernel-memory.ts'
import { encodeCocoRle } from '../../src/core/mask/coco-rle.ts'
import type { Mask } from '../../src/core/mask/mask.ts'
import type { Refinement } from '../../src/core/motion/refine-target.ts'
import { selfSupport } from '../../src/core/pair/work-pair.ts'
import { seededRandom } from '../../src/core/random.ts'
import { SELF_OPTIONS, selfProblem, selfTransport } from '../../src/core/transport/self-transport.ts'
import { solveCpu } from '../../src/engines/cpu/solve-cpu.ts'
import { computePair, type PairEnd, pairJob } from '../../src/runner/compute-pair.ts'
import { runParameters } from '../../src/runner/run-parameters.ts'
import { sourceAnterior, type TargetEnd, targetEnd } from '../../src/runner/target-end.ts'
import { type BodyChange, bodyOf, type FilmedBody, filmed, variation } from './made-up-embryo.ts'

/** Made-up pairs of which it is known what moved, laid over one another in different ways: how much of it shows. */

export const FIFTHS = 5
/** where the curls' tails, and the bent trunks, have not begun to move */
export const HEAD_S = 0.4

const grid = canonicalGrid()
const parameters = runParameters({})

/** How a pair is laid over: by what is known of the bodies, or by a placement, refined or not. */
export type Laying =
  | { readonly kind: 'truth' }
  | { readonly kind: Placement; readonly refined: boolean; readonly yolk: boolean }

/** One embryo filmed twice, the second time changed. */
export interface FilmedPair {
  readonly body: EmbryoBody
  readonly changedBody: EmbryoBody
  readonly source: FilmedBody
  readonly target: FilmedBody
}

/** What came out of one pair: mean debiased speeds, µm. */
export interface Outcome {
  readonly headUm: number
  readonly fifthsUm: readonly number[]
  /** of every pixel */
  readonly speedsUm: readonly number[]
  /** mean way of the tissue of the last fifth, as it truly moved on this grid */
  readonly tailTissueUm: number
  readonly mirrored: boolean
  /** either end is said to be uncertain */
  readonly flagged: boolean
  readonly refinement?: Refinement
}

/** Which speed 95 % of all the pixels of some pairs stay below, µm. */
export function percentile95Um(outcomes: readonly Outcome[]): number {
  const sorted = Float64Array.from(outcomes.flatMap(({ speedsUm }) => speedsUm)).sort()
  return sorted[Math.floor(0.95 * sorted.length)]
}

/** Films an individual of a stage, and the same with a change; each turned, mirrored and shifted at random. */
export function filmedPair(stageHpf: StageHpf, change: BodyChange, seed: number): FilmedPair {
  const random = seededRandom(`leak/${stageHpf}/${seed}`)
  const own = variation(random)
  const body = bodyOf(stageHpf, { ...own, curlDeg: 0 })
  const source = filmed(body, random)
  const changedBody = bodyOf(stageHpf, { ...own, curlDeg: 0, ...scaled(own, change) })
  return { body, changedBody, source, target: filmed(changedBody, random) }
}

/** Lays a pair over, solves it and looks where it moved. */
export function outcomeOf(laying: Laying, { body, changedBody, source, target }: FilmedPair): Outcome {
  const [placedSource, placedTarget] = [placedBy(laying, source), placedBy(laying, target)]
  const sourceEnd = withSelf(placedSource.mask)
  const { target: end, refined } =
    laying.kind !== 'truth' && laying.refined
      ? refinedEnd(sourceEnd, target, placedTarget)
      : { target: withSelf(placedTarget.mask) }
  const { pair, job } = pairJob(sourceEnd, end, grid, parameters, refined?.potentials)
  const { maps } = computePair(pair, solveCpu(kernelMemory(), job.problem, job), sourceEnd, end, parameters)

  const toBody = invertAffine(composed(placedSource.transform, source.bodyToImage))
  const fromChanged = composed(refined?.transform ?? placedTarget.transform, target.bodyToImage)
  const { box } = pair.frame
  const means = new Map<string, { sum: number; count: number }>()
  const add = (key: string, um: number) => {
    const { sum, count } = means.get(key) ?? { sum: 0, count: 0 }
    means.set(key, { sum: sum + um, count: count + 1 })
  }
  const speedsUm: number[] = []
  for (let y = box.y0; y < box.y1; y++) {
    for (let x = box.x0; x < box.x1; x++) {
      if (placedSource.mask.data[y * grid.widthPx + x] === 0) continue
      const k = (y - box.y0) * (box.x1 - box.x0) + x - box.x0
      const speedUm = grid.umPerPx * Math.hypot(maps.velocityDebiasedDy[k], maps.velocityDebiasedDx[k])
      speedsUm.push(speedUm)
      const material = bodyToMaterial(body, applyAffine(toBody, [y, x]))
      if (!material) continue
      const fifth = Math.min(FIFTHS - 1, Math.floor(material[0] * FIFTHS))
      add(String(fifth), speedUm)
      if (material[0] < HEAD_S) add('head', speedUm)
      if (fifth < FIFTHS - 1) continue
      const [toY, toX] = applyAffine(fromChanged, materialToBody(changedBody, material))
      add('tissue', grid.umPerPx * Math.hypot(toY - y, toX - x))
    }
  }
  const mean = (key: string) => {
    const { sum, count } = means.get(key) ?? { sum: Number.NaN, count: 0 }
    return sum / count
  }
  return {
    headUm: mean('head'),
    fifthsUm: Array.from({ length: FIFTHS }, (_, k) => mean(String(k))),
    speedsUm,
    tailTissueUm: mean('tissue'),
    mirrored: !isBackUp(placedTarget.transform, target, changedBody) || !isBackUp(placedSource.transform, source, body),
    flagged: [placedSource, placedTarget].some(({ orientationUncertain }) => orientationUncertain),
    ...(refined ? { refinement: refined.refinement } : {}),
  }
}

interface Placed {
  readonly mask: Mask
  readonly transform: Affine
  readonly orientationUncertain?: boolean
}

function placedBy(laying: Laying, frame: FilmedBody): Placed {
  if (laying.kind !== 'truth') {
    const { mask, yolk, umPerPx } = frame
    return placeFrame({ mask, umPerPx, ...(laying.yolk ? { yolk } : {}) }, grid, laying.kind)
  }
  // the snout at one place, the head along x
  const onGrid: Affine = { yy: 1 / grid.umPerPx, yx: 0, xy: 0, xx: 1 / grid.umPerPx, y0: grid.heightPx / 2, x0: 120 }
  const transform = composed(onGrid, invertAffine(frame.bodyToImage))
  return { mask: warpMask(frame.mask, transform, grid), transform }
}

function withSelf(mask: Mask): PairEnd {
  const problem = selfProblem(selfSupport(mask, { y: 0, x: 0 }, parameters), {
    ...parameters,
    coordScale: coordScaleOf(grid),
  })
  return { mask, self: selfTransport(problem, solveCpu(kernelMemory(), problem, SELF_OPTIONS)) }
}

function refinedEnd(source: PairEnd, target: FilmedBody, placed: Placed): TargetEnd {
  const { heightPx, widthPx } = target.mask
  const maskRle = encodeCocoRle(target.mask)
  const over = { sourceAnterior: sourceAnterior(source, parameters) }
  return targetEnd(source, { kind: 'unrefined', ...placed, maskRle, heightPx, widthPx, ...over }, parameters)
}

function isBackUp(transform: Affine, { bodyToImage }: FilmedBody, body: EmbryoBody): boolean {
  const land = (r: number) => applyAffine(transform, applyAffine(bodyToImage, materialToBody(body, [0.1, r])))
  return land(-1)[0] < land(1)[0]
}

/** sizes change in proportion to the individual's own */
function scaled(own: BodyChange, change: BodyChange): BodyChange {
  const entries = Object.entries(change).map(([key, value]) => {
    const ownSize = key.endsWith('Deg') ? 1 : (own[key as keyof BodyChange] ?? 1)
    return [key, value * ownSize]
  })
  return Object.fromEntries(entries)
}
