import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { canonicalGrid } from '../../src/core/canonical/canonical-grid.ts'
import type { Mask } from '../../src/core/mask/mask.ts'
import { workPair } from '../../src/core/pair/work-pair.ts'
import { planMarginals } from '../../src/core/transport/certificate.ts'
import { sum } from '../../src/core/transport/numbers.ts'
import type { Potentials } from '../../src/core/transport/problem.ts'
import { DEFAULT_PARAMETERS } from '../../src/runner/run-parameters.ts'
import { decodeNpz, npzArray } from '../../src/study/npz.ts'
import { sharedFile } from './shared.ts'

/** Golden pairs of full size, and the parameters of one of their answers. */
export const GOLDENS = [
  ['A01_t0_to_A01_t1', 'eps_0.0001'],
  ['A01_t0_to_A01_t1', 'reach_182.1um_source'],
  ['long_wt_to_ventral60', 'eps_0.0001'],
] as const

const grid = canonicalGrid()
const goldensSchema = z.record(
  z.string(),
  z.object({
    parameters: z.object({ eps: z.number(), lam: z.number(), norm: z.literal('source').optional() }),
    metrics: z.object({ total_transport_cost: z.number(), transported_mass: z.number() }),
  }),
)

/** A golden's problem, and how far potentials are from its answer: relative, the displacement to the largest one. */
export function readGolden(name: string, key: string) {
  const arrays = decodeNpz(readFileSync(sharedFile(`golden/${name}.npz`)))
  const { parameters, metrics } = goldensSchema.parse(
    JSON.parse(readFileSync(sharedFile(`golden/${name}.json`), 'utf8')),
  )[key]
  const mask = (end: string): Mask => ({ ...grid, data: Uint8Array.from(npzArray(arrays, end).data, Number) })
  const pair = workPair(mask('src_canonical'), mask('tgt_canonical'), grid, {
    ...DEFAULT_PARAMETERS,
    epsilon: parameters.eps,
    regM: parameters.lam,
    massNormalization: parameters.norm ?? 'per_mask',
  })
  const { problem } = pair

  function differences(potentials: Potentials) {
    const { mass, cost, dy, dx } = planMarginals(problem, potentials).source
    const velocity = `velocity_px_per_frame_yx__${key}`
    return {
      cost: Math.abs((sum(cost) * pair.source.massPx) / metrics.total_transport_cost - 1),
      mass: Math.abs((sum(mass) * pair.source.massPx) / metrics.transported_mass - 1),
      velocity: velocity in arrays ? furthest(npzArray(arrays, velocity), dy, dx) : 0,
    }
  }

  function furthest({ shape, data }: ReturnType<typeof npzArray>, dy: Float64Array, dx: Float64Array): number {
    const { y, x } = problem.source
    let largest = 0
    let difference = 0
    y.forEach((row, i) => {
      const at = (row * shape[1] + x[i]) * 2
      const [goldenY, goldenX] = [Number(data[at]), Number(data[at + 1])]
      largest = Math.max(largest, Math.abs(goldenY), Math.abs(goldenX))
      difference = Math.max(difference, Math.abs(dy[i] - goldenY), Math.abs(dx[i] - goldenX))
    })
    return difference / largest
  }

  return { problem, differences }
}
