import { z } from 'zod'
import { ServiceLostError } from './connection.ts'

const answerSchema = z.union([z.object({ path: z.string() }), z.object({ message: z.string() })])

/**
 * Hands a file over to the server, which keeps a copy.
 *
 * @returns the copy's path on the server's disk
 * @throws Error where it was not taken, with the server's reason
 */
export async function uploadFile(file: File): Promise<string> {
  const response = await fetch(`/upload?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file }).catch(
    () => {
      throw new ServiceLostError()
    },
  )
  const answer = answerSchema.safeParse(await response.json().catch(() => undefined))
  if (answer.success && 'path' in answer.data) return answer.data.path
  throw new Error(answer.success && 'message' in answer.data ? answer.data.message : `${response.status}`)
}
