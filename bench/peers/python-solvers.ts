import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Peer } from './peers.ts'

const run = promisify(execFile)

/** null where it is no number */
const numberSchema = z.number().nullable()

const certificateSchema = z.object({
  marginal_error: numberSchema,
  primal: numberSchema,
  dual: numberSchema,
  gap: numberSchema,
  cost: numberSchema,
})

const certifiedSchema = z.object({ certificate: certificateSchema, versions: z.record(z.string(), z.string()) })

const solvedSchema = certifiedSchema.extend({
  seconds: z.array(z.number()).min(1),
  iterations: z.number(),
  converged: z.boolean(),
  out_of_time: z.boolean(),
  setting: z.string(),
})

export type Certificate = z.infer<typeof certificateSchema>
/** What certify_potentials.py prints. */
export type Certified = z.infer<typeof certifiedSchema>
/** What solve_pot.py and solve_ott.py print. */
export type PeerSolution = z.infer<typeof solvedSchema>

export interface PeerLimits {
  readonly repetitions: number
  /** of one solve: fewer iterations are made where all of them would take longer */
  readonly limitSec: number
  /** the peer's own, where undefined */
  readonly maxIterations?: number
}

/** Solves a problem with a peer, in a process of its own. */
export async function solveWithPeer(
  python: string,
  { script, args }: Peer,
  problemPath: string,
  { repetitions, limitSec, maxIterations }: PeerLimits,
): Promise<PeerSolution> {
  const limits = ['--repetitions', String(repetitions), '--limit-sec', String(limitSec)]
  if (maxIterations !== undefined) limits.push('--max-iterations', String(maxIterations))
  return solvedSchema.parse(await printed(python, script, [problemPath, ...args, ...limits]))
}

/** The certificate of potentials, by the same function that the peers' are certified with. */
export async function certifyInPython(python: string, problemPath: string, potentialsPath: string): Promise<Certified> {
  return certifiedSchema.parse(await printed(python, 'certify_potentials.py', [problemPath, potentialsPath]))
}

async function printed(python: string, script: string, args: readonly string[]): Promise<unknown> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', JAX_PLATFORMS: 'cpu' }
  const { stdout } = await run(python, [join(import.meta.dirname, script), ...args], { env })
  return JSON.parse(stdout)
}
