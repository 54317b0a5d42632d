import { messageOf } from '../core/message-of.ts'
import { formatProblem, ProblemsError } from '../study/problem.ts'

/** Exit codes of the command line (contract §9). */
export const EXIT = { ok: 0, somePairsFailed: 1, badInput: 2, interrupted: 130 } as const

/** Says on stderr what went wrong; returns the exit code that fits. */
export function reportError(error: unknown): number {
  if (error instanceof ProblemsError) {
    for (const problem of error.problems) process.stderr.write(`${formatProblem(problem)}\n`)
    const errors = error.problems.filter(({ severity }) => severity === 'error').length
    process.stderr.write(`${errors} ${errors === 1 ? 'error' : 'errors'}; nothing was run\n`)
  } else {
    process.stderr.write(`error: ${messageOf(error)}\n`)
  }
  return EXIT.badInput
}
