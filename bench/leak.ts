// prints how much displacement each placement puts into a head that did not move, and how much of a tail's it finds: node bench/leak.ts [seeds]
import { STAGES_HPF, type StageHpf } from '../src/core/demo/demo-embryo.ts'
import {
  FIFTHS,
  filmedPair,
  HEAD_S,
  type Laying,
  type Outcome,
  outcomeOf,
  percentile95Um,
} from '../tests/support/laid-pair.ts'
import type { BodyChange } from '../tests/support/made-up-embryo.ts'
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
const LAYINGS: readonly (readonly [string, Laying])[] = [
  ['laid by the truth', { kind: 'truth' }],
  ['morphseq, yolk', { kind: 'morphseq', refined: false, yolk: true }],
  ['morphseq', { kind: 'morphseq', refined: false, yolk: false }],
  ['anterior, yolk', { kind: 'anterior', refined: false, yolk: true }],
  ['anterior', { kind: 'anterior', refined: false, yolk: false }],
  ['refined, yolk', { kind: 'anterior', refined: true, yolk: true }],
  ['refined', { kind: 'anterior', refined: true, yolk: false }],
]

function outcomes(stageHpf: StageHpf, change: BodyChange, laying: Laying, seeds: number): Outcome[] {
  return Array.from({ length: seeds }, (_, seed) => outcomeOf(laying, filmedPair(stageHpf, change, seed)))
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

/** from the least to the most, % */
function percentCell(values: readonly number[], of: readonly number[]): string {
  const percent = values.map((value, seed) => (100 * value) / of[seed])
  return `${Math.min(...percent).toFixed(0)}–${Math.max(...percent).toFixed(0)}`
}

const tailsUm = (results: readonly Outcome[]) => results.map(({ fifthsUm }) => fifthsUm[FIFTHS - 1])

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
  const unchanged = rows.filter(({ change }) => Object.keys(change).length === 0)
  console.log('\n95th percentile of the debiased speed over all pixels, µm\n')
  console.log(
    markdownTable(
      header,
      unchanged.map(({ name, results }) => [name, ...results.map((result) => percentile95Um(result).toFixed(1))]),
    ),
  )
  console.log(
    "\nSpeed of the last fifth of the body over that when laid by the truth, and that over its tissue's true way, %: least–most\n",
  )
  const tails = curls.map(({ name, results: [truth, ...others] }) => [
    name,
    percentCell(
      tailsUm(truth),
      truth.map(({ tailTissueUm }) => tailTissueUm),
    ),
    ...others.map((result) => percentCell(tailsUm(result), tailsUm(truth))),
  ])
  console.log(markdownTable(header, tails))
  console.log('\nMean debiased speed by fifth of the body, from head to tail, µm\n')
  console.log(
    markdownTable(
      header,
      curls.map(({ name, results }) => [name, ...results.map(fifthsCell)]),
    ),
  )
}
