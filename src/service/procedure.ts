import { z } from 'zod'
import type { Result } from '../api/result.ts'
import type { Procedure } from '../api/study-procedures.ts'
import { messageOf } from '../core/message-of.ts'

/** A procedure carried out: checks its input, and turns what is thrown into a message. */
export function carryOut<Input, Output>(
  procedure: Procedure<Input, Output>,
  work: (input: Input) => Output,
): (input: unknown) => Promise<Result<Output>> {
  return async (input) => {
    const checked = procedure.input.safeParse(input)
    if (!checked.success) return { ok: false, message: `not understood: ${z.prettifyError(checked.error)}` }
    try {
      return { ok: true, value: work(checked.data) }
    } catch (error) {
      return { ok: false, message: messageOf(error) }
    }
  }
}
