import { implement, ORPCError } from '@orpc/server'
import { contract } from '../api/contract.ts'
import { messageOf } from '../core/message-of.ts'
import { ProblemsError } from '../study/problem.ts'
import type { ServiceContext } from './service-context.ts'

/**
 * The contract, ready to be carried out procedure by procedure. Problems that a person can mend go to the caller as `REFUSED`, and so does
 * every other error of ours, as its message: a caller is a person at a window, who is told more by it than by a number.
 */
export const os = implement(contract)
  .$context<ServiceContext>()
  .use(async ({ next, errors }) => {
    try {
      return await next()
    } catch (error) {
      if (error instanceof ProblemsError) {
        throw errors.REFUSED({ message: error.message, data: { problems: error.problems } })
      }
      if (error instanceof Error && !(error instanceof ORPCError)) {
        const problem = {
          severity: 'error',
          scope: 'batch',
          kind: 'failed',
          message: messageOf(error),
          file: '',
        } as const
        throw errors.REFUSED({ message: problem.message, data: { problems: [problem] } })
      }
      throw error
    }
  })
