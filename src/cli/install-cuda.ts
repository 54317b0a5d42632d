import { engineReport } from '../engines/engine-report.ts'
import { CUDA_BINDINGS, type CudaVersion } from '../engines/install/binding.ts'
import { cudaState } from '../engines/install/cuda.ts'
import { CUDA_NEEDS } from '../engines/install/cuda-plan.ts'
import { installBinding } from '../engines/install/install-binding.ts'
import type { Installing } from '../engines/install/installing.ts'
import { EXIT } from './exit-codes.ts'
import { progressBar } from './progress-bar.ts'

export interface InstallFlags {
  readonly cuda?: CudaVersion
  /** also where something is missing */
  readonly anyway: boolean
}

/**
 * Brings CUDA for the tfjs engine, and tries that engine.
 *
 * @returns the exit code
 * @throws Error where the driver or something else is missing
 */
export async function installCuda({ cuda, anyway }: InstallFlags): Promise<number> {
  const { dir, plan } = await cudaState(cuda)
  if (plan.kind === 'missing' && !anyway) throw new Error(`${plan.missing.join('; ')}. ${CUDA_NEEDS}`)
  if (plan.kind === 'missing') process.stderr.write(`warning: ${plan.missing.join('; ')}\n`)
  else process.stdout.write(`for the ${plan.gpu}: the build for CUDA ${plan.cuda}\n`)

  const stop = new AbortController()
  const interrupt = () => stop.abort()
  process.once('SIGINT', interrupt)
  const bar = progressBar(process.stderr)
  try {
    const binding = plan.kind === 'ready' ? plan.binding : CUDA_BINDINGS[cuda ?? '12']
    await installBinding(binding, { onInstalling: installingView(bar), signal: stop.signal })
  } catch (error) {
    if (!stop.signal.aborted) throw error
    process.stderr.write('stopped; nothing was installed\n')
    return EXIT.interrupted
  } finally {
    bar.clear()
    process.off('SIGINT', interrupt)
  }
  process.stdout.write(`installed in ${dir}; otolith engines remove cuda takes it away again\n`)
  const report = await engineReport('tfjs', { again: true })
  process.stdout.write(report.usable ? `tfjs now runs on ${report.device}\n` : `tfjs can't be used: ${report.reason}\n`)
  return EXIT.ok
}

/** A line a step, and what a step has downloaded in the bar under it. */
function installingView(bar: ReturnType<typeof progressBar>): (installing: Installing) => void {
  let shownStep = 0
  return ({ step, steps, title, bytes, ofBytes }) => {
    if (step !== shownStep) bar.above(() => process.stdout.write(`${step}/${steps} ${title}\n`))
    shownStep = step
    const share = ofBytes === null ? 0 : Math.min(bytes / ofBytes, 1)
    const of = ofBytes === null ? '' : ` of ${megabytes(ofBytes)}`
    bar.draw((step - 1 + share) / steps, bytes > 0 ? `${megabytes(bytes)}${of}` : title)
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
