// draws docs/images/demo-pair.svg: the debiased displacement of a demo pair, computed here and now
import { fileURLToPath } from 'node:url'
import type { PanelField } from '../src/core/analysis/panel-field.ts'
import { canonicalGrid, coordScaleOf } from '../src/core/canonical/canonical-grid.ts'
import { placeFrame } from '../src/core/canonical/place-frame.ts'
import type { DemoFrame } from '../src/core/demo/demo-frame.ts'
import { makeDemoStudy } from '../src/core/demo/demo-study.ts'
import { encodeCocoRle } from '../src/core/mask/coco-rle.ts'
import type { Mask } from '../src/core/mask/mask.ts'
import { selfSupport } from '../src/core/pair/work-pair.ts'
import { solveSelf } from '../src/core/transport/self-transport.ts'
import { cpuEngine } from '../src/engines/cpu/cpu-engine.ts'
import { solveOne } from '../src/engines/solve-one.ts'
import { composeFigure, FIGURE_WIDTH_PX } from '../src/figure/compose-figure.ts'
import { sceneSvg } from '../src/figure/svg.ts'
import { usualView } from '../src/figure/usual-view.ts'
import { computePair, pairJob } from '../src/runner/compute-pair.ts'
import { runParameters } from '../src/runner/run-parameters.ts'
import { sourceAnterior, targetEnd } from '../src/runner/target-end.ts'
import { writeFileAtomicSync } from '../src/study/atomic-file.ts'

const grid = canonicalGrid()
const parameters = runParameters({})
const { frames, pairs } = makeDemoStudy({ seed: 1, pairs: 20 })
const pair = pairs.find(({ bin_src_hpf, genotype }) => bin_src_hpf === 48 && genotype === 'curl-ventral')
if (!pair) throw new Error('the demo has no ventral curl at 48 hpf')
const source = withSelf(placed(frameOf(pair.src_embryo_id, pair.frame_src)).mask)
const target = refined(frameOf(pair.tgt_embryo_id, pair.frame_tgt))
const { pair: work, job } = pairJob(source, target, grid, parameters)
const { maps } = computePair(work, await solveOne(cpuEngine, job), source, target, parameters)
writeFileAtomicSync(fileURLToPath(new URL('../docs/images/demo-pair.svg', import.meta.url)), picture())

function frameOf(embryoId: string, frameIndex: number): DemoFrame {
  const frame = frames.find(({ row }) => row.embryo_id === embryoId && row.frame_index === frameIndex)
  if (!frame) throw new Error(`the demo has no frame ${embryoId} ${frameIndex}`)
  return frame
}

function placed({ row, mask, yolk }: DemoFrame) {
  const umPerPx = row['Height (um)'] / row['Height (px)']
  return placeFrame({ mask, yolk, umPerPx }, grid, parameters.placement)
}

function withSelf(mask: Mask) {
  const support = selfSupport(mask, { y: 0, x: 0 }, parameters)
  return { mask, self: solveSelf(support, { ...parameters, coordScale: coordScaleOf(grid) }) }
}

/** The target laid over the source, as a run does it. */
function refined(frame: DemoFrame) {
  const { mask, transform } = placed(frame)
  const { heightPx, widthPx } = frame.mask
  const maskRle = encodeCocoRle(frame.mask)
  const over = { sourceAnterior: sourceAnterior(source, parameters) }
  return targetEnd(source, { kind: 'unrefined', mask, transform, maskRle, heightPx, widthPx, ...over }, parameters)
    .target
}

/** The pair's debiased displacement, as the field viewer would read it. */
function displacementField(): PanelField {
  const { box } = work.frame
  const inBox = (mask: Mask) => {
    const width = box.x1 - box.x0
    return Uint8Array.from({ length: width * (box.y1 - box.y0) }, (_, i) => {
      return mask.data[(box.y0 + Math.floor(i / width)) * grid.widthPx + box.x0 + (i % width)]
    })
  }
  const sourceMask = inBox(source.mask)
  const toUm = (map: Float64Array) =>
    Float32Array.from(map, (value, i) => (sourceMask[i] === 1 ? value * grid.umPerPx : Number.NaN))
  const [dyUm, dxUm] = [toUm(maps.velocityDebiasedDy), toUm(maps.velocityDebiasedDx)]
  return {
    gridHeightPx: grid.heightPx,
    gridWidthPx: grid.widthPx,
    umPerPx: grid.umPerPx,
    box,
    kind: 'magnitude',
    unit: 'µm',
    values: dyUm.map((dy, i) => Math.hypot(dy, dxUm[i])),
    dyUm,
    dxUm,
    sourceMask,
    targetMask: inBox(target.mask),
    embryosAt: null,
    counts: null,
    title: ['wild type', '→ curled tail, 48 hpf'],
    warnings: [],
  }
}

function picture(): string {
  const view = usualView('displacement', [{ kind: 'pair', runId: 'demo', pairId: 'demo-pair' }])
  const options = { widthPx: FIGURE_WIDTH_PX, appearance: 'light', screenPanel: null } as const
  const { scene } = composeFigure(view, [displacementField()], options)
  return sceneSvg(scene, {
    title: 'Debiased displacement from wild type to mutant',
    description:
      'A demo pair at 48 hpf: the displacement that takes the silhouette of a wild type to that of a mutant with a curled tail.',
    provenance: { madeBy: 'npm run picture' },
  })
}
