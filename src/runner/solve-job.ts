import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { certify } from '../core/transport/certificate.ts'
import type { Solution } from '../core/transport/solution.ts'
import type { EngineName, SolveJob } from '../engines/engine.ts'
import { registry } from '../engines/engine-registry.ts'
import { seemsNear } from '../engines/seems-near.ts'
import { solveOne } from '../engines/solve-one.ts'
import type { HostedAnswer } from './hosted-solver.ts'

/** Who solved a pair: an engine, or the cpu engine from where another one had come. */
export type SolvedBy = EngineName | `${EngineName}+cpu`

export interface SolvedJob {
  readonly solution: Solution
  readonly engine: SolvedBy
  /** what it ran on, where that is not what the run's engine runs on */
  readonly device?: string
  readonly solveSec: number
  /** why the run's engine could not do it, where it is none of its dying */
  readonly engineError?: string
}

/** Solves with an engine that lives in this thread. */
export async function solveHere(engine: EngineName, job: SolveJob): Promise<SolvedJob> {
  const startMs = performance.now()
  const solution = await solveOne(await registry.engines[engine].load(), job)
  return { solution, engine, solveSec: secSince(startMs) }
}

/**
 * Solves with an engine that lives elsewhere, behind the port. What it can't do, the cpu engine does here; what it did not bring within
 * the tolerance (float32 can't always), the cpu engine brings there from where it had come (contract §6).
 */
export async function solveElsewhere(engine: EngineName, job: SolveJob, port: MessagePort): Promise<SolvedJob> {
  const { answer, solveSec } = await ask(port, lightened(job))
  const startMs = performance.now()
  if (answer.kind === 'failed') {
    return { ...(await solveOnCpu(job)), ...(answer.engineDied ? {} : { engineError: answer.error }) }
  }
  const { marginalError, gap } = certify(job.problem, answer.potentials)
  if (marginalError <= job.tolerance && gap <= job.tolerance) {
    return { solution: answer, engine, solveSec: solveSec + secSince(startMs) }
  }
  if (!Number.isFinite(marginalError + gap)) {
    return { ...(await solveOnCpu(job)), engineError: 'its potentials are not finite' }
  }
  const { solution } = await solveHere('cpu', { ...job, initial: answer.potentials })
  const iterations = answer.iterations + solution.iterations
  return {
    solution: { ...solution, iterations },
    engine: `${engine}+cpu`,
    solveSec: solveSec + secSince(startMs),
  }
}

/** Without a start that is of no use: it would be a third of what goes to another process. */
function lightened(job: SolveJob): SolveJob {
  const { initial, ...rest } = job
  const isOfUse = initial && job.problem.metric === 'sqeuclidean' && seemsNear(job.problem, initial)
  return isOfUse ? job : rest
}

async function ask(port: MessagePort, job: SolveJob): Promise<HostedAnswer> {
  port.postMessage(job)
  const [answer]: HostedAnswer[] = await once(port, 'message')
  port.close()
  return answer
}

async function solveOnCpu(job: SolveJob): Promise<SolvedJob> {
  const probe = await (await registry.engines.cpu.load()).probe()
  return { ...(await solveHere('cpu', job)), ...(probe.usable ? { device: probe.device } : {}) }
}

function secSince(startMs: number): number {
  return (performance.now() - startMs) / 1000
}
