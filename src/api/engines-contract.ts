import { z } from 'zod'
import { figure, procedure } from './procedure.ts'

/** What an engine can do on this machine. */
export const engineViewSchema = z
  .object({
    name: z.string(),
    usable: z.boolean(),
    device: z.string().nullable(),
    /** why it can't be used or is wrong, and what to do */
    reason: z.string().nullable(),
    /** whether it solved the check right; null where it was not tried */
    passed: z.boolean().nullable(),
    /** demo pairs a second, one engine at work */
    pairsPerSec: figure,
  })
  .readonly()
export type EngineView = z.output<typeof engineViewSchema>

export const enginesContract = {
  /** names, without probing */
  names: procedure.output(z.array(z.string()).readonly()),
  /** probes, checks and measures one; remembered until `again` */
  report: procedure.input(z.object({ name: z.string(), again: z.boolean().optional() })).output(engineViewSchema),
  /** what `auto` takes here, and why */
  auto: procedure.output(z.object({ name: z.string().nullable(), because: z.string() }).readonly()),
}
