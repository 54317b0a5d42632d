import { join } from 'node:path'
import { demoPairs, type EmbryoPair, REAL_PAIRS_MISSING, realPairs } from './embryo-pairs.ts'
import { figure, markdownTable, msCell } from './markdown-table.ts'
import { fittedExponent, repeatWarm, type Spread, spreadOf } from './measure.ts'
import { plainParameters } from './plain-parameters.ts'
import { runPair, solvedSec } from './run-pair.ts'
import type { BenchContext, Section } from './section.ts'

/** 1, 4 and 16 times the pixels */
const GRIDS_UM_PER_PX = [10, 5, 2.5]

/** Solves pairs on ever finer grids, the masks placed anew on each, and fits the exponent of the time's growth. */
export async function benchGrowth(context: BenchContext): Promise<Section> {
  const { smoke, workDir, progress } = context
  const grids = smoke ? GRIDS_UM_PER_PX.slice(0, 2) : GRIDS_UM_PER_PX
  const demo = await demoPairs(join(workDir, 'demo'), smoke ? 1 : 3)
  const grown: GrownPair[] = []
  for (const pair of smoke ? demo : [...(await realPairs()), ...demo]) {
    progress(`growth: ${pair.name}`)
    grown.push(await growPair(pair, grids, context))
  }
  const text = [
    `Solve + certificate + maps at ε ${plainParameters().epsilon}, every pixel, one thread, warm; ms, median (least–most).`,
    'The exponent p is that of time ~ points^p, fitted over the grids.',
    ...(REAL_PAIRS_MISSING === undefined ? [] : ['', `Not measured: ${REAL_PAIRS_MISSING}.`]),
    '',
    growthTable(grown),
  ]
  return { text: text.join('\n'), data: grown }
}

interface GrownPair {
  readonly name: string
  readonly sizes: readonly Size[]
  readonly exponent: number
}

interface Size {
  readonly umPerPx: number
  readonly points: number
  readonly iterations: number
  readonly converged: boolean
  readonly solvedSec: Spread
}

async function growPair(pair: EmbryoPair, grids: readonly number[], context: BenchContext): Promise<GrownPair> {
  const sizes: Size[] = []
  for (const gridUmPerPx of grids) {
    const parameters = plainParameters({ gridUmPerPx })
    const runs = await repeatWarm(context.repetitions, () => runPair(pair, parameters, join(context.workDir, 'pair')))
    const [{ points, iterations, converged }] = runs
    sizes.push({ umPerPx: gridUmPerPx, points, iterations, converged, solvedSec: spreadOf(runs.map(solvedSec)) })
  }
  const exponent = fittedExponent(sizes.map(({ points, solvedSec }) => [points, solvedSec.median]))
  return { name: pair.name, sizes, exponent }
}

function growthTable(pairs: readonly GrownPair[]): string {
  const header = ['pair', 'µm/px', 'points', 'iterations', 'converged', 'ms', '× the first', 'exponent']
  const rows = pairs.flatMap(({ name, sizes, exponent }) =>
    sizes.map(({ umPerPx, points, iterations, converged, solvedSec }, i) => [
      name,
      String(umPerPx),
      String(points),
      String(iterations),
      converged ? 'yes' : 'no',
      msCell(solvedSec),
      figure(solvedSec.median / sizes[0].solvedSec.median),
      i === sizes.length - 1 ? exponent.toFixed(2) : '',
    ]),
  )
  return markdownTable(header, rows)
}
