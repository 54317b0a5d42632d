// prints how much displacement each placement puts into a head that did not move: node bench/leak.ts [seeds]
import { type Affine, applyAffine, composed, invertAffine } from '../src/core/canonical/affine.ts'
import { canonicalGrid, coordScaleOf } from '../src/core/canonical/canonical-grid.ts'
import { type Placement, placeFrame } from '../src/core/canonical/place-frame.ts'
import { warpMask } from '../src/core/canonical/warp.ts'
import { STAGES_HPF, type StageHpf } from '../src/core/demo/demo-embryo.ts'
import { bodyToMaterial, type EmbryoBody, materialToBody } from '../src/core/demo/embryo-body.ts'
import { kernelMemory } from '../src/core/kernels/kernel-memory.ts'
import { encodeCocoRle } from '../src/core/mask/coco-rle.ts'
import type { Mask } from '../src/core/mask/mask.ts'
import { selfSupport } from '../src/core/pair/work-pair.ts'
import { seededRandom } from '../src/core/random.ts'
import { SELF_OPTIONS, selfProblem, selfTransport } from '../src/core/transport/self-transport.ts'
import { solveCpu } from '../src/engines/cpu/solve-cpu.ts'
import { computePair, type PairEnd, pairJob } from '../src/runner/compute-pair.ts'
import { runParameters } from '../src/runner/run-parameters.ts'
import { sourceAnterior, targetEnd } from '../src/runner/target-end.ts'
import { type BodyChange, bodyOf, type FilmedBody, filmed, variation } from '../tests/support/made-up-embryo.ts'
import { markdownTable } from './markdown-table.ts'

const CURLS: readonly (readonly [string, BodyChange])[] = [30, 60, 90, 120, 150].flatMap((deg) => [
  [`tail curled ${deg}° to the belly`, { curlDeg: deg }] as const,
  [`tail curled ${deg}° to the back`, { curlDeg: -deg }] as const,
])
const PHENOTYPES: readonly (readonly [string, BodyChange])[] = [
  ['none: the same embryo, filmed twice', {}],
  ...CURLS,
  ['trunk bent 20° to the belly', { trunkBendDeg: 20 }],
  ['trunk bent 20° to the back', { trunkBendDeg: -20 }],
  ['body shorter by 10 %', { length: 0.9 }],
  ['yolk 40 % deeper, 15 % longer', { yolkDepth: 1.4, yolkLength: 1.15 }],
  ['head 20 % smaller', { head: 0.8 }],
]
const FIFTHS = 5
/** where the curls' tails, and the bent trunks, have not begun to move */
const HEAD_S = 0.4

const grid = canonicalGrid()
const parameters = runParameters({})

interface Placed {
  readonly mask: Mask
  readonly transform: Affine
  readonly orientationUncertain?: boolean
}

/** How a pair is laid over: by what is known of the bodies, or by a placement, refined or not. */
type Laying =
  | { readonly kind: 'truth' }
  | { readonly kind: Placement; readonly refined: boolean; readonly yolk: boolean }

const LAYINGS: readonly (readonly [string, Laying])[] = [
  ['laid by the truth', { kind: 'truth' }],
  ['morphseq, yolk', { kind: 'morphseq', refined: false, yolk: true }],
  ['morphseq', { kind: 'morphseq', refined: false, yolk: false }],
  ['anterior, yolk', { kind: 'anterior', refined: false, yolk: true }],
  ['anterior', { kind: 'anterior', refined: false, yolk: false }],
  ['refined, yolk', { kind: 'anterior', refined: true, yolk: true }],
  ['refined', { kind: 'anterior', refined: true, yolk: false }],
]

/** What came out of one pair: mean debiased speeds, µm. */
interface Outcome {
  readonly headUm: number
  readonly fifthsUm: readonly number[]
  readonly mirrored: boolean
  /** either end is said to be uncertain */
  readonly flagged: boolean
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

function outcomeOf(laying: Laying, body: EmbryoBody, source: FilmedBody, target: FilmedBody): Outcome {
  const [placedSource, placedTarget] = [placedBy(laying, source), placedBy(laying, target)]
  const sourceEnd = withSelf(placedSource.mask)
  const refined = laying.kind !== 'truth' && laying.refined
  const end = refined ? refinedEnd(sourceEnd, target, placedTarget) : withSelf(placedTarget.mask)
  const { pair, job } = pairJob(sourceEnd, end, grid, parameters)
  const { maps } = computePair(pair, solveCpu(kernelMemory(), job.problem, job), sourceEnd, end, parameters)

  const toBody = invertAffine(composed(placedSource.transform, source.bodyToImage))
  const { box } = pair.frame
  const means = new Map<string, { sum: number; count: number }>()
  const add = (key: string, speedUm: number) => {
    const { sum, count } = means.get(key) ?? { sum: 0, count: 0 }
    means.set(key, { sum: sum + speedUm, count: count + 1 })
  }
  for (let y = box.y0; y < box.y1; y++) {
    for (let x = box.x0; x < box.x1; x++) {
      if (placedSource.mask.data[y * grid.widthPx + x] === 0) continue
      const material = bodyToMaterial(body, applyAffine(toBody, [y, x]))
      if (!material) continue
      const k = (y - box.y0) * (box.x1 - box.x0) + x - box.x0
      const speedUm = grid.umPerPx * Math.hypot(maps.velocityDebiasedDy[k], maps.velocityDebiasedDx[k])
      add(String(Math.min(FIFTHS - 1, Math.floor(material[0] * FIFTHS))), speedUm)
      if (material[0] < HEAD_S) add('head', speedUm)
    }
  }
  const mean = (key: string) => {
    const { sum, count } = means.get(key) ?? { sum: Number.NaN, count: 0 }
    return sum / count
  }
  return {
    headUm: mean('head'),
    fifthsUm: Array.from({ length: FIFTHS }, (_, k) => mean(String(k))),
    mirrored: !isBackUp(placedTarget.transform, target, body) || !isBackUp(placedSource.transform, source, body),
    flagged: [placedSource, placedTarget].some(({ orientationUncertain }) => orientationUncertain),
  }
}

function refinedEnd(source: PairEnd, target: FilmedBody, placed: Placed): PairEnd {
  const { heightPx, widthPx } = target.mask
  const maskRle = encodeCocoRle(target.mask)
  const over = { sourceAnterior: sourceAnterior(source, parameters) }
  return targetEnd(source, { kind: 'unrefined', ...placed, maskRle, heightPx, widthPx, ...over }, parameters).target
}

function isBackUp(transform: Affine, { bodyToImage }: FilmedBody, body: EmbryoBody): boolean {
  const land = (r: number) => applyAffine(transform, applyAffine(bodyToImage, materialToBody(body, [0.1, r])))
  return land(-1)[0] < land(1)[0]
}

function outcomes(stageHpf: StageHpf, change: BodyChange, laying: Laying, seeds: number): Outcome[] {
  return Array.from({ length: seeds }, (_, seed) => {
    const random = seededRandom(`leak/${stageHpf}/${seed}`)
    const own = variation(random)
    const body = bodyOf(stageHpf, { ...own, curlDeg: 0 })
    const source = filmed(body, random)
    const target = filmed(bodyOf(stageHpf, { ...own, curlDeg: 0, ...scaled(own, change) }), random)
    return outcomeOf(laying, body, source, target)
  })
}

/** sizes change in proportion to the individual's own */
function scaled(own: BodyChange, change: BodyChange): BodyChange {
  const entries = Object.entries(change).map(([key, value]) => {
    const ownSize = key.endsWith('Deg') ? 1 : (own[key as keyof BodyChange] ?? 1)
    return [key, value * ownSize]
  })
  return Object.fromEntries(entries)
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** mean and largest; how many are mirrored (m), and how many of them without a word (!) */
function headCell(results: readonly Outcome[]): string {
  const um = results.map(({ headUm }) => headUm)
  const mirrored = results.filter((result) => result.mirrored)
  const silent = mirrored.filter(({ flagged }) => !flagged).length
  const marks = mirrored.length > 0 ? `, ${mirrored.length} m${silent > 0 ? ` ${silent} !` : ''}` : ''
  return `${meanOf(um).toFixed(1)} (${Math.max(...um).toFixed(1)})${marks}`
}

/** the last fifth's speed over that of the pair laid by the truth, %: from the least to the most */
function tailCell(results: readonly Outcome[], truth: readonly Outcome[]): string {
  const percent = results.map(({ fifthsUm }, seed) => (100 * fifthsUm[FIFTHS - 1]) / truth[seed].fifthsUm[FIFTHS - 1])
  return `${Math.min(...percent).toFixed(0)}–${Math.max(...percent).toFixed(0)}`
}

function fifthsCell(results: readonly Outcome[]): string {
  return Array.from({ length: FIFTHS }, (_, k) => meanOf(results.map(({ fifthsUm }) => fifthsUm[k])).toFixed(0)).join(
    ', ',
  )
}

const seeds = Number(process.argv[2] ?? 3)
const header = ['phenotype', ...LAYINGS.map(([title]) => title)]
for (const stageHpf of STAGES_HPF) {
  const rows = PHENOTYPES.map(([name, change]) => {
    console.error(`${stageHpf} hpf: ${name}`)
    return { name, change, results: LAYINGS.map(([, laying]) => outcomes(stageHpf, change, laying, seeds)) }
  })
  const curls = rows.filter(({ change }) => change.curlDeg !== undefined)
  console.log(`\n## ${stageHpf} hpf, ${seeds} embryos\n`)
  console.log(`Mean debiased speed at S < ${HEAD_S}, µm: mean (largest); m: mirrored, !: and not flagged\n`)
  console.log(
    markdownTable(
      header,
      rows.map(({ name, results }) => [name, ...results.map(headCell)]),
    ),
  )
  console.log('\nSpeed of the last fifth of the body over that when laid by the truth, %: least–most\n')
  const tails = curls.map(({ name, results }) => [name, ...results.map((result) => tailCell(result, results[0]))])
  console.log(markdownTable(header, tails))
  console.log('\nMean debiased speed by fifth of the body, from head to tail, µm\n')
  console.log(
    markdownTable(
      header,
      curls.map(({ name, results }) => [name, ...results.map(fifthsCell)]),
    ),
  )
}
