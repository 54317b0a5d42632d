import { mapEventIterator } from '@orpc/client'
import { implement, ORPCError } from '@orpc/server'
import { contract } from '../api/contract.ts'
import type { ProblemView } from '../api/procedure.ts'
import { messageOf } from '../core/message-of.ts'
import { ProblemsError } from '../study/problem.ts'
import type { ServiceContext } from './service-context.ts'

/**
 * The contract, ready to be carried out procedure by procedure. Problems that a person can mend go to the caller as `REFUSED`, and so does
 * every other error of ours, as its message: a caller is a person at a window, who is told more by it than by a number. What ends a stream
 * of events is told in the same way.
 */
export const os = implement(contract)
  .$context<ServiceContext>()
  .use(async ({ next, errors }) => {
    const asRefused = (error: unknown) => {
      const problems = problemsIn(error)
      return problems ? errors.REFUSED({ message: messageOf(error), data: { problems } }) : error
    }
    try {
      const result = await next()
      if (!isStream(result.output)) return result
      const output = mapEventIterator(result.output, {
        value: async (event) => event,
        error: async (error) => asRefused(error),
      })
      return { ...result, output }
    } catch (error) {
      throw asRefused(error)
    }
  })

function isStream(output: unknown): output is AsyncIterableIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}

/** undefined where the error is not ours to tell, or was told already */
function problemsIn(error: unknown): readonly ProblemView[] | undefined {
  if (error instanceof ProblemsError) return error.problems
  if (!(error instanceof Error) || error instanceof ORPCError) return undefined
  return [{ severity: 'error', scope: 'batch', kind: 'failed', message: messageOf(error), file: '' }]
}
