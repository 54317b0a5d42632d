import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PairField } from '../../src/core/analysis/pair-field.ts'
import type { PlacedMap } from '../../src/core/analysis/placed-map.ts'
import { type Affine, applyAffine, composed, invertAffine } from '../../src/core/canonical/affine.ts'
import type { DemoFrame } from '../../src/core/demo/demo-frame.ts'
import { layOutBody } from '../../src/core/demo/embryo-body.ts'
import { type BodyView, trueDisplacement } from '../../src/core/demo/true-displacement.ts'

/** A solved pair of made-up embryos. */
interface MadeUpPair {
  readonly dir: string
  readonly source: DemoFrame
  readonly target: DemoFrame
}

/** The pair's true displacement on the canonical grid, both ends placed as the run placed them: its length as values. */
export function trueMap({ dir, source, target }: MadeUpPair, { sourceMask, ...field }: PairField): PlacedMap {
  const { src_frame, tgt_frame, refinement } = JSON.parse(readFileSync(join(dir, 'metadata.json'), 'utf8'))
  const from = viewOf(source, src_frame.placement.transform)
  const to = viewOf(target, refinement?.tgt_transform ?? tgt_frame.placement.transform)
  const { box, umPerPx } = field
  const widthPx = box.x1 - box.x0
  const inside = Array.from(sourceMask.keys()).filter((i) => sourceMask[i] === 1)
  const positions = inside.flatMap((i) => [box.y0 + Math.floor(i / widthPx), box.x0 + (i % widthPx)])
  const displacement = trueDisplacement(positions, from, to)
  const component = (c: 0 | 1) => {
    const out = new Float32Array(sourceMask.length).fill(Number.NaN)
    inside.forEach((i, k) => {
      out[i] = umPerPx * displacement[2 * k + c]
    })
    return out
  }
  const [dyUm, dxUm] = [component(0), component(1)]
  const { gridHeightPx, gridWidthPx } = field
  const values = dyUm.map((dy, i) => Math.hypot(dy, dxUm[i]))
  return { gridHeightPx, gridWidthPx, umPerPx, box, values, dyUm, dxUm, mask: sourceMask }
}

/** a body as it lies on the canonical grid */
function viewOf({ truth }: DemoFrame, placement: Affine): BodyView {
  const onGrid = composed(placement, truth.bodyToImage)
  const back = invertAffine(onGrid)
  return {
    body: layOutBody(truth.shape),
    toBody: (point) => applyAffine(back, point),
    fromBody: (point) => applyAffine(onGrid, point),
  }
}
