import type { JobAnswer, Probe, SolveJob } from '../engine.ts'

/** What a host is asked; `id` tells questions apart. */
export type Question =
  | { readonly kind: 'probe'; readonly id: number }
  | { readonly kind: 'solve'; readonly id: number; readonly jobs: readonly SolveJob[] }

/** What goes to a host. */
export type ToHost = Question | { readonly kind: 'abort'; readonly id: number } | { readonly kind: 'dispose' }

/** What comes from a host. */
export type FromHost =
  | { readonly kind: 'probed'; readonly id: number; readonly probe: Probe }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: JobAnswer }
  /** the batch is over; `error` where the engine broke off */
  | { readonly kind: 'done'; readonly id: number; readonly error?: string }
