import { z } from 'zod'
import { count, figure, procedure } from './procedure.ts'

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

/** CUDA, by which the tfjs engine uses an NVIDIA card, on the machine that the service runs on. */
export const cudaViewSchema = z
  .object({
    state: z.enum(['absent', 'installing', 'installed']),
    /** the folder of its own that it is, or would be, installed into */
    dir: z.string(),
    /** the card and its driver; null where something is missing */
    fits: z.string().nullable(),
    /** what would be downloaded; null where that is not known */
    downloadBytes: count.nullable(),
    /** what it needs and does not find, each with what to do */
    missing: z.array(z.string()).readonly(),
    /** the versions that there are builds for */
    needs: z.string(),
    /** how far it is; null where it is not under way */
    installing: z
      .object({ step: count, steps: count, title: z.string(), bytes: count, ofBytes: count.nullable() })
      .readonly()
      .nullable(),
    /** why the last attempt failed */
    failure: z.string().nullable(),
  })
  .readonly()
export type CudaView = z.output<typeof cudaViewSchema>

export const enginesContract = {
  /** names, without probing */
  names: procedure.output(z.array(z.string()).readonly()),
  /** probes, checks and measures one; remembered until `again` */
  report: procedure.input(z.object({ name: z.string(), again: z.boolean().optional() })).output(engineViewSchema),
  /** what `auto` takes here, and why */
  auto: procedure.output(z.object({ name: z.string().nullable(), because: z.string() }).readonly()),
  cuda: procedure.output(cudaViewSchema),
  /** begins to bring it; it goes on by itself */
  installCuda: procedure,
  /** ends that; nothing of it stays */
  stopInstallingCuda: procedure,
  removeCuda: procedure,
}
