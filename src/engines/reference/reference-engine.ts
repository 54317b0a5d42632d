import { costKernel } from '../../core/transport/cost-kernel.ts'
import { solveReference } from '../../core/transport/solve-reference.ts'
import type { Engine } from '../engine.ts'

/** The reference solver of `core` as an engine: float64, one thread, no requirements. */
export const referenceEngine = {
  name: 'reference',
  device: 'CPU (JavaScript, float64)',
  solve: solveReference,
  selfKernel: (measure, regularisation) => costKernel(measure, measure, regularisation),
} satisfies Engine
