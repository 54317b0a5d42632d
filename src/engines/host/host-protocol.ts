import type { JobAnswer, Probe } from '../engine.ts'
import type { PackedJob } from './packed-job.ts'

/** What a host is asked; `id` tells questions apart. */
export type Question =
  | { readonly kind: 'probe'; readonly id: number }
  | { readonly kind: 'solve'; readonly id: number; readonly jobs: readonly PackedJob[] }

/** What goes to a host. */
export type ToHost = Question | { readonly kind: 'abort'; readonly id: number } | { readonly kind: 'dispose' }

/** What comes from a host. */
export type FromHost =
  | { readonly kind: 'probed'; readonly id: number; readonly probe: Probe }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: JobAnswer }
  /** the batch is over; `error` where the engine broke off */
  | { readonly kind: 'done'; readonly id: number; readonly error?: string }
