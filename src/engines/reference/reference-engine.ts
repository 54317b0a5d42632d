import { solveReference } from '../../core/transport/solve-reference.ts'
import type { Engine } from '../engine.ts'
import { solveEach } from '../solve-each.ts'

/** The solver in plain TypeScript that the others are held against: right and readable, not fast. */
export const referenceEngine = {
  name: 'reference',
  probe: async () => ({ usable: true, device: 'CPU (JavaScript, float64)' }),
  solve: (jobs, signal) => solveEach(jobs, signal, ({ problem, ...options }) => solveReference(problem, options)),
  dispose: async () => {},
} satisfies Engine
