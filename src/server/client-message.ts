import { z } from 'zod'

const request = z.object({
  i: z.string(),
  t: z.literal(1).optional(),
  p: z.object({ u: z.string().startsWith('/'), h: z.record(z.string(), z.unknown()).optional() }),
})
const follower = z.object({ i: z.string(), t: z.literal([3, 4]) })
const clientMessage = z.union([request, follower])

/** Whether something is what a client of oRPC sends: a request, or what follows one. oRPC itself trips over anything else. */
export function isClientMessage(data: unknown): boolean {
  if (typeof data !== 'string') return false
  try {
    return clientMessage.safeParse(JSON.parse(data)).success
  } catch {
    return false
  }
}
