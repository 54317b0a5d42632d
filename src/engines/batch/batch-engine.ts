import { messageOf } from '../../core/message-of.ts'
import type { Engine, JobAnswer, Probe, SolveJob } from '../engine.ts'
import { solveTogether } from '../solve-together.ts'
import type { BatchDevice } from './batch-device.ts'
import { BatchSolver } from './batch-solver.ts'

/** A device that is ready to solve. */
export interface OpenedDevice {
  /** for people */
  readonly name: string
  readonly device: BatchDevice
  /** resolves once it is gone; left out where that can't be */
  readonly lost?: Promise<unknown>
  /** Gives it back; its solver has been disposed of. */
  release(this: void): void
}

/** An engine that solves many problems at once on a device, which is opened when it is first needed, and anew once it was lost. */
export function batchEngine<Name extends Engine['name']>(
  name: Name,
  openDevice: () => Promise<OpenedDevice>,
): Engine & { readonly name: Name } {
  let opening: Promise<OpenedDevice & { readonly solver: BatchSolver }> | undefined

  const opened = () => {
    opening ??= open()
    return opening
  }

  async function open() {
    const found = await openDevice()
    found.lost?.then(() => {
      opening = undefined
    })
    return { ...found, solver: new BatchSolver(found.device) }
  }

  async function probe(): Promise<Probe> {
    try {
      return { usable: true, device: (await opened()).name }
    } catch (error) {
      opening = undefined
      return { usable: false, reason: messageOf(error) }
    }
  }

  function solve(jobs: readonly SolveJob[], signal?: AbortSignal): AsyncGenerator<JobAnswer> {
    return solveTogether(jobs, signal, async (job) => (await opened()).solver.solve(job, signal))
  }

  async function dispose(): Promise<void> {
    if (opening === undefined) return
    const { solver, release } = await opening
    solver[Symbol.dispose]()
    release()
  }

  return { name, probe, solve, dispose }
}
