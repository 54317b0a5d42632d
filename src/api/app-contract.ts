import { z } from 'zod'
import { count, procedure, runId, studyDir } from './procedure.ts'

/** The program and the machine that it runs on. */
export const appInfoSchema = z
  .object({
    version: z.string(),
    platform: z.string(),
    cores: count,
    memoryBytes: count,
    /** how many pairs are solved at once unless a person says otherwise */
    defaultWorkers: count,
    /** where a new study goes unless a person says otherwise */
    studiesDir: z.string(),
    /** paths outside it are refused; null where all may be used */
    confinedTo: z.string().nullable(),
  })
  .readonly()
export type AppInfo = z.output<typeof appInfoSchema>

export const appContract = {
  info: procedure.output(appInfoSchema),
  /** runs that this service is carrying out: what closing it would stop */
  activeRuns: procedure.output(z.array(z.object({ studyDir, runId }).readonly()).readonly()),
}
