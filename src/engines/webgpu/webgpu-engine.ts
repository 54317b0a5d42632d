import { messageOf } from '../../core/message-of.ts'
import { BatchSolver } from '../batch/batch-solver.ts'
import type { Engine, JobAnswer, Probe, SolveJob } from '../engine.ts'
import { solveTogether } from '../solve-together.ts'
import { gpuDevice } from './gpu-device.ts'
import { type LoadedWebgpu, loadWebgpu, releaseWebgpu } from './load-webgpu.ts'

/** WebGPU by Dawn: float32 on the graphics card of any maker, many problems at once. A driver may crash, so it belongs in a process of its own. */
export const webgpuEngine = { name: 'webgpu', probe, solve, dispose } satisfies Engine

interface Opened extends LoadedWebgpu {
  readonly solver: BatchSolver
}

let opening: Promise<Opened> | undefined

/** Opened when it is first needed, and anew once the device was lost. */
function opened(): Promise<Opened> {
  opening ??= open()
  return opening
}

async function open(): Promise<Opened> {
  const loaded = await loadWebgpu()
  loaded.lost.then(() => {
    opening = undefined
  })
  return { ...loaded, solver: new BatchSolver(gpuDevice(loaded.device)) }
}

async function probe(): Promise<Probe> {
  try {
    const { name } = await opened()
    return { usable: true, device: name }
  } catch (error) {
    opening = undefined
    return { usable: false, reason: messageOf(error) }
  }
}

function solve(jobs: readonly SolveJob[], signal?: AbortSignal): AsyncGenerator<JobAnswer> {
  return solveTogether(jobs, signal, async (job) => {
    const { solver } = await opened()
    return solver.solve(job, signal)
  })
}

async function dispose(): Promise<void> {
  if (opening === undefined) return
  const loaded = await opening
  loaded.solver[Symbol.dispose]()
  releaseWebgpu(loaded)
}
