import { solveReference } from '../../core/transport/solve-reference.ts'
import type { Engine } from '../engine.ts'

/** The reference solver of `core` as an engine: float64, one thread, no requirements. */
export const referenceEngine = {
  name: 'reference',
  device: 'CPU (JavaScript, float64)',
  solve: solveReference,
} satisfies Engine
