import { messageOf } from '../../core/message-of.ts'
import { BatchSolver } from '../batch/batch-solver.ts'
import type { Engine, JobAnswer, Probe, SolveJob } from '../engine.ts'
import { solveTogether } from '../solve-together.ts'
import { type LoadedTfjs, loadTfjs } from './load-tfjs.ts'
import { tfjsDevice } from './tfjs-device.ts'

/**
 * TensorFlow.js: float32, many problems at once, on a GPU where @tensorflow/tfjs-node-gpu is installed. It computes on the thread that it runs on and its
 * native libraries may crash, so it belongs in a process of its own.
 */
export const tfjsEngine = { name: 'tfjs', probe, solve, dispose } satisfies Engine

interface Loaded extends LoadedTfjs {
  readonly solver: BatchSolver
}

let loading: Promise<Loaded> | undefined

/** Loaded when it is first needed: it takes a second, and most never need it. */
function loaded(): Promise<Loaded> {
  loading ??= load()
  return loading
}

async function load(): Promise<Loaded> {
  const tfjs = await loadTfjs()
  return { ...tfjs, solver: new BatchSolver(tfjsDevice(tfjs.tf, tfjs.isOnGpu)) }
}

async function probe(): Promise<Probe> {
  try {
    const { device } = await loaded()
    return { usable: true, device }
  } catch (error) {
    return { usable: false, reason: messageOf(error) }
  }
}

function solve(jobs: readonly SolveJob[], signal?: AbortSignal): AsyncGenerator<JobAnswer> {
  return solveTogether(jobs, signal, async (job) => (await loaded()).solver.solve(job, signal))
}

async function dispose(): Promise<void> {
  if (loading === undefined) return
  const { tf, solver } = await loading
  solver[Symbol.dispose]()
  tf.removeBackend(tf.getBackend())
}
