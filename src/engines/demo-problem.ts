import { canonicalGrid } from '../core/canonical/canonical-grid.ts'
import { drawIndividual, type Genotype, shapeOf } from '../core/demo/demo-embryo.ts'
import { drawEmbryo } from '../core/demo/draw-embryo.ts'
import { layOutBody } from '../core/demo/embryo-body.ts'
import type { Mask } from '../core/mask/mask.ts'
import { workPair } from '../core/pair/work-pair.ts'
import { seededRandom } from '../core/random.ts'
import type { TransportProblem } from '../core/transport/problem.ts'

/** A demo pair as the contract's defaults make it: a wild type and a mutant of 30 hpf, at every one of their 5,000 pixels. */
export function demoProblem(): TransportProblem {
  return workPair(demoMask('wt'), demoMask('curl-ventral'), canonicalGrid(), {
    epsilon: 1e-4,
    regM: 10,
    metric: 'sqeuclidean',
    massMode: 'uniform',
    massNormalization: 'per_mask',
    downsampleFactor: 1,
    seed: 1,
  }).problem
}

/** drawn on the canonical grid as it lies there, so that it need not be placed */
function demoMask(genotype: Genotype): Mask {
  const random = seededRandom(genotype)
  const body = layOutBody(shapeOf(drawIndividual(genotype, random), 30, random))
  const { heightPx, widthPx, umPerPx } = canonicalGrid()
  const centreYx = [(heightPx - 1) / 2, (widthPx - 1) / 2] as const
  return drawEmbryo(body, { heightPx, widthPx, umPerPx, rotationDeg: 0, flip: false, centreYx }).mask
}
