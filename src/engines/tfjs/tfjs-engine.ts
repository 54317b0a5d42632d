import { messageOf } from '../../core/message-of.ts'
import type { Engine, JobAnswer, Probe, SolveJob } from '../engine.ts'
import { solveEach } from '../solve-each.ts'
import { type LoadedTfjs, loadTfjs } from './load-tfjs.ts'
import { solveTfjs } from './solve-tfjs.ts'

/**
 * TensorFlow.js: float32, on a GPU where @tensorflow/tfjs-node-gpu is installed. It computes on the thread that it runs on and its
 * native libraries may crash, so it belongs in a process of its own.
 */
export const tfjsEngine = { name: 'tfjs', probe, solve, dispose } satisfies Engine

let loading: Promise<LoadedTfjs> | undefined

/** Loaded when it is first needed: it takes a second, and most never need it. */
function loaded(): Promise<LoadedTfjs> {
  loading ??= loadTfjs()
  return loading
}

async function probe(): Promise<Probe> {
  try {
    const { device } = await loaded()
    return { usable: true, device }
  } catch (error) {
    return { usable: false, reason: messageOf(error) }
  }
}

async function* solve(jobs: readonly SolveJob[], signal?: AbortSignal): AsyncGenerator<JobAnswer> {
  const answers = solveEach(jobs, signal, async ({ problem, ...options }) => {
    const { tf } = await loaded()
    return solveTfjs(tf, problem, options, signal)
  })
  for await (const answer of answers) {
    // a job that the abort cut short has no answer
    if (answer.kind === 'failed' && signal?.aborted) return
    yield answer
  }
}

async function dispose(): Promise<void> {
  if (loading === undefined) return
  const { tf } = await loading
  tf.removeBackend(tf.getBackend())
}
