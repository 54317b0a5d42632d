import type { Result } from '../../api/result.ts'
import { messageOf } from '../../core/message-of.ts'

/** A result that is always one: a call that never arrived is a failure like any other. */
export async function settle<Value>(call: Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await call
  } catch (error) {
    return { ok: false, message: messageOf(error) }
  }
}
