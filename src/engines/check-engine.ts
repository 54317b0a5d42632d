import { messageOf } from '../core/message-of.ts'
import { planMarginals } from '../core/transport/certificate.ts'
import { sum } from '../core/transport/numbers.ts'
import { CHECK_ANSWER, CHECK_PROBLEM } from './check-problem.ts'
import type { Engine } from './engine.ts'
import { answerOne } from './solve-one.ts'

export type Check = { readonly passed: true } | { readonly passed: false; readonly reason: string }

/** float32 engines, unpolished, come this near. */
const RELATIVE_TOLERANCE = 1e-4

/** Whether the engine solves a small known problem rightly on this machine: cost and transported mass within 1e-4. Never throws. */
export async function checkEngine(engine: Engine): Promise<Check> {
  const answer = await answerOne(engine, { problem: CHECK_PROBLEM, tolerance: 1e-6, maxIterations: 1000 })
  if (answer.kind === 'failed') return { passed: false, reason: answer.error }
  try {
    const { source } = planMarginals(CHECK_PROBLEM, answer.potentials)
    const fault = faultIn({ cost: sum(source.cost), mass: sum(source.mass) })
    return fault === undefined ? { passed: true } : { passed: false, reason: fault }
  } catch (error) {
    return { passed: false, reason: `its answer can't be certified: ${messageOf(error)}` }
  }
}

function faultIn(found: typeof CHECK_ANSWER): string | undefined {
  for (const figure of ['cost', 'mass'] as const) {
    const right = CHECK_ANSWER[figure]
    if (!(Math.abs(found[figure] - right) <= RELATIVE_TOLERANCE * right)) {
      return `its ${figure} of a known problem is ${found[figure]} instead of ${right}`
    }
  }
  return undefined
}
