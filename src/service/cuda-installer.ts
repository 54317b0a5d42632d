import type { CudaView } from '../api/engines-contract.ts'
import { messageOf } from '../core/message-of.ts'
import { cudaState } from '../engines/install/cuda.ts'
import { CUDA_NEEDS } from '../engines/install/cuda-plan.ts'
import { installBinding, removeBinding } from '../engines/install/install-binding.ts'
import type { Installing } from '../engines/install/installing.ts'
import { refusal } from '../study/problem.ts'

interface UnderWay {
  readonly stop: AbortController
  /** settles when it has ended, and never rejects */
  readonly ended: Promise<void>
}

/** Brings CUDA for the tfjs engine to the machine that the service runs on. It goes on whether anybody watches or not. */
export class CudaInstaller implements AsyncDisposable {
  #underWay: UnderWay | undefined
  #installing: Installing | null = null
  #failure: string | null = null

  async view(): Promise<CudaView> {
    const { isInstalled, dir, plan } = await cudaState()
    return {
      state: this.#underWay ? 'installing' : isInstalled ? 'installed' : 'absent',
      dir,
      fits: plan.kind === 'ready' ? plan.gpu : null,
      downloadBytes: plan.kind === 'ready' ? (plan.binding.wheels?.bytes ?? null) : null,
      missing: plan.kind === 'missing' ? plan.missing : [],
      needs: CUDA_NEEDS,
      installing: this.#installing,
      failure: this.#failure,
    }
  }

  /**
   * Begins.
   *
   * @throws ProblemsError where something is missing, with what to do, or it is under way already
   */
  async install(): Promise<void> {
    const { dir, plan } = await cudaState()
    if (plan.kind === 'missing') throw refusal('no-cuda', plan.missing.join('; '), dir)
    if (this.#underWay) throw refusal('already-installing', 'CUDA is being installed already', dir)
    const stop = new AbortController()
    const installed = installBinding(plan.binding, {
      signal: stop.signal,
      onInstalling: (installing) => {
        this.#installing = installing
      },
    })
    this.#failure = null
    const ended = installed
      .catch((error: unknown) => {
        if (!stop.signal.aborted) this.#failure = messageOf(error)
      })
      .finally(() => {
        this.#underWay = undefined
        this.#installing = null
      })
    this.#underWay = { stop, ended }
  }

  /** Ends an installation under way; nothing of it stays. */
  async stop(): Promise<void> {
    this.#underWay?.stop.abort()
    await this.#underWay?.ended
  }

  /** Takes away what is installed. */
  async remove(): Promise<void> {
    await this.stop()
    await removeBinding({ name: 'cuda' })
    this.#failure = null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}
