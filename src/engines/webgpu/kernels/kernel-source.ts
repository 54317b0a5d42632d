import { ACCELERATION } from './acceleration.ts'
import { DECLARATIONS } from './declarations.ts'
import { halfSteps } from './half-steps.ts'
import { MEANS } from './means.ts'
import { NUMBERS } from './numbers.ts'

/**
 * Sinkhorn's iteration on g for any number of problems at once, in float32, accelerated over the last eight steps. `DISPATCHES` in `layout.ts` says in
 * which order the kernels make an iteration: g from the steps before, f from g, what g becomes from f, and what is to be learned from that.
 * The ends are 0 (source, with f) and 1 (target, with g).
 *
 * @param longestLine of any problem, cells
 */
export function kernelSource(longestLine: number): string {
  return [DECLARATIONS, NUMBERS, MEANS, halfSteps(longestLine), ACCELERATION].join('\n')
}
