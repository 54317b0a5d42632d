import { ORPCError } from '@orpc/client'
import { z } from 'zod'
import { type ProblemView, problemSchema } from '../../api/procedure.ts'
import { messageOf } from '../../core/message-of.ts'
import { ServiceLostError } from '../door/connection.ts'

/** Why something did not work, as a person is told. */
export type Trouble =
  | { readonly kind: 'refused'; readonly problems: readonly ProblemView[] }
  | { readonly kind: 'lost' }
  /** no fault of the person's */
  | { readonly kind: 'fault'; readonly message: string }

const refusalSchema = z.object({ problems: z.array(problemSchema).min(1) })

/** What an error of the service says to a person. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof ServiceLostError) return { kind: 'lost' }
  if (error instanceof ORPCError && error.code === 'REFUSED') {
    const refusal = refusalSchema.safeParse(error.data)
    if (refusal.success) return { kind: 'refused', problems: refusal.data.problems }
  }
  return { kind: 'fault', message: messageOf(error) }
}

/** The trouble in one line, for a notification. */
export function lineOf(trouble: Trouble, whenLost: string): string {
  switch (trouble.kind) {
    case 'lost':
      return whenLost
    case 'fault':
      return trouble.message
    case 'refused':
      return trouble.problems.map(({ message }) => message).join('\n')
  }
}
