// draws docs/images/demo-pair.svg: the debiased displacement of a demo pair, computed here and now
import { fileURLToPath } from 'node:url'
import { encode } from 'fast-png'
import { canonicalGrid, coordScaleOf } from '../src/core/canonical/canonical-grid.ts'
import { placeFrame } from '../src/core/canonical/place-frame.ts'
import type { DemoFrame } from '../src/core/demo/demo-frame.ts'
import { makeDemoStudy } from '../src/core/demo/demo-study.ts'
import { encodeCocoRle } from '../src/core/mask/coco-rle.ts'
import type { Mask } from '../src/core/mask/mask.ts'
import { boundary } from '../src/core/mask/morphology.ts'
import { selfSupport } from '../src/core/pair/work-pair.ts'
import { solveSelf } from '../src/core/transport/self-transport.ts'
import { cpuEngine } from '../src/engines/cpu/cpu-engine.ts'
import { solveOne } from '../src/engines/solve-one.ts'
import { computePair, pairJob } from '../src/runner/compute-pair.ts'
import { runParameters } from '../src/runner/run-parameters.ts'
import { sourceAnterior, targetEnd } from '../src/runner/target-end.ts'
import { writeFileAtomicSync } from '../src/study/atomic-file.ts'

/** viridis (van der Walt and Smith 2015, CC0) at nine equal steps */
const VIRIDIS = ['440154', '472d7b', '3b528b', '2c728e', '21918c', '28ae80', '5ec962', 'addc30', 'fde725']
const ARROW_STEP_PX = 12
const MARGIN_PX = 14
const SCALE = 3

const grid = canonicalGrid()
const parameters = runParameters({})
const { frames, pairs } = makeDemoStudy({ seed: 1, pairs: 20 })
const pair = pairs.find(({ bin_src_hpf, genotype }) => bin_src_hpf === 48 && genotype === 'curl-ventral')
if (!pair) throw new Error('the demo has no ventral curl at 48 hpf')
const source = withSelf(placed(frameOf(pair.src_embryo_id, pair.frame_src)).mask)
const target = refined(frameOf(pair.tgt_embryo_id, pair.frame_tgt))
const { pair: work, job } = pairJob(source, target, grid, parameters)
const { maps, metrics } = computePair(work, await solveOne(cpuEngine, job), source, target, parameters)
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

function picture(): string {
  const box = unionBox(source.mask, target.mask)
  const mapped = work.frame.box
  const speedUm = maps.velocityDebiasedDy.map((dy, i) => Math.hypot(dy, maps.velocityDebiasedDx[i]) * grid.umPerPx)
  const inside = speedUm.filter((speed) => speed > 0).sort()
  const limitUm = Math.ceil(inside[Math.floor(0.99 * inside.length)] / 50) * 50
  const width = (box.x1 - box.x0) * SCALE
  const height = (box.y1 - box.y0) * SCALE
  const at = (value: number, origin: number) => ((value + 0.5 - origin) * SCALE).toFixed(1)

  const colours = new Uint8Array((box.x1 - box.x0) * (box.y1 - box.y0) * 4)
  const arrows: string[] = []
  for (let y = box.y0; y < box.y1; y++) {
    for (let x = box.x0; x < box.x1; x++) {
      if (source.mask.data[y * grid.widthPx + x] === 0) continue
      const i = (y - mapped.y0) * (mapped.x1 - mapped.x0) + x - mapped.x0
      colours.set([...colourOf(speedUm[i] / limitUm), 255], ((y - box.y0) * (box.x1 - box.x0) + x - box.x0) * 4)
      if (y % ARROW_STEP_PX === 0 && x % ARROW_STEP_PX === 0 && speedUm[i] > 20) {
        const tip = [at(x + maps.velocityDebiasedDx[i], box.x0), at(y + maps.velocityDebiasedDy[i], box.y0)]
        arrows.push(`M${at(x, box.x0)} ${at(y, box.y0)}L${tip.join(' ')}`)
      }
    }
  }
  const png = encode({ width: box.x1 - box.x0, height: box.y1 - box.y0, channels: 4, depth: 8, data: colours })
  const targetRim = boundary(target.mask).data
  const rim = Array.from(targetRim.keys())
    .filter((i) => targetRim[i] === 1)
    .map((i) => `M${at(i % grid.widthPx, box.x0)} ${at(Math.floor(i / grid.widthPx), box.y0)}h.1`)
  const barPx = (500 / grid.umPerPx) * SCALE
  const stops = VIRIDIS.map((colour, k) => `<stop offset="${k / (VIRIDIS.length - 1)}" stop-color="#${colour}"/>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + 60}" font-family="system-ui, sans-serif" font-size="15">
<title>Debiased displacement from wild type to mutant</title>
<rect width="100%" height="100%" fill="#fff"/>
<defs><linearGradient id="speed">${stops.join('')}</linearGradient>
<marker id="tip" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="4.5" markerHeight="4.5" orient="auto"><path d="M0 0L6 3L0 6z"/></marker></defs>
<image width="${width}" height="${height}" style="image-rendering:pixelated" href="data:image/png;base64,${Buffer.from(png).toString('base64')}"/>
<path d="${rim.join('')}" stroke="#d1495b" stroke-width="2.4" stroke-linecap="round"/>
<g>${arrows.map((arrow) => `<path d="${arrow}" stroke="#111" stroke-width="1.3" marker-end="url(#tip)"/>`).join('')}</g>
<g transform="translate(${MARGIN_PX} ${height + 18})"><rect width="${barPx}" height="4"/><text y="26">500 µm</text></g>
<g transform="translate(${MARGIN_PX + barPx + 60} ${height + 12})"><path d="M0 6h26" stroke="#d1495b" stroke-width="2.4"/><text x="34" y="11">outline of the mutant</text></g>
<g transform="translate(${width - 330} ${height + 10})"><rect width="200" height="12" fill="url(#speed)"/><text y="30">0</text><text x="200" y="30" text-anchor="middle">${limitUm} µm</text><text x="214" y="11">displacement</text></g>
<text x="${MARGIN_PX}" y="20">head left, back up · mean distance ${metrics.mean_transport_distance_um.toFixed(0)} µm · gap ${metrics.gap.toExponential(0)}</text>
</svg>
`
}

function unionBox(a: Mask, b: Mask) {
  const box = { y0: a.heightPx, x0: a.widthPx, y1: 0, x1: 0 }
  a.data.forEach((inside, i) => {
    if (!inside && !b.data[i]) return
    const y = Math.floor(i / a.widthPx)
    const x = i % a.widthPx
    box.y0 = Math.min(box.y0, y - MARGIN_PX)
    box.x0 = Math.min(box.x0, x - MARGIN_PX)
    box.y1 = Math.max(box.y1, y + MARGIN_PX)
    box.x1 = Math.max(box.x1, x + MARGIN_PX)
  })
  return box
}

function colourOf(fraction: number): number[] {
  const position = Math.min(Math.max(fraction, 0), 1) * (VIRIDIS.length - 1)
  const low = Math.min(Math.floor(position), VIRIDIS.length - 2)
  const channels = (hex: string) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  const [from, to] = [channels(VIRIDIS[low]), channels(VIRIDIS[low + 1])]
  return from.map((value, k) => Math.round(value + (position - low) * (to[k] - value)))
}
