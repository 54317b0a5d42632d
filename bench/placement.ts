import { join } from 'node:path'
import { anteriorBody } from '../src/core/canonical/anterior-body.ts'
import { canonicalGrid } from '../src/core/canonical/canonical-grid.ts'
import {
  framePose,
  PLACEMENTS,
  type PlacedFrame,
  type Placement,
  placeFrame,
  type RawFrame,
} from '../src/core/canonical/place-frame.ts'
import { warpMask } from '../src/core/canonical/warp.ts'
import { cleanMask } from '../src/core/mask/clean-mask.ts'
import { decodeCocoRle, encodeCocoRle } from '../src/core/mask/coco-rle.ts'
import { maskMoments } from '../src/core/mask/moments.ts'
import { frameQuality } from '../src/core/quality/frame-quality.ts'
import { loadFrame } from '../src/runner/frame-task.ts'
import { runPairTask, runSelfTask } from '../src/runner/pair-task.ts'
import { runParameters } from '../src/runner/run-parameters.ts'
import { sourceAnterior, type TaskTarget } from '../src/runner/target-end.ts'
import {
  type BenchFrame,
  demoPairs,
  type EmbryoPair,
  longPairs,
  REAL_PAIRS_MISSING,
  realPairs,
} from './embryo-pairs.ts'
import { figure, markdownTable, msCell } from './markdown-table.ts'
import { repeatWarm, type Spread, spreadOf } from './measure.ts'
import type { BenchContext, Section } from './section.ts'

const GRID = canonicalGrid()
const PARAMETERS = runParameters({})

/** Times what each placement takes of a frame, part by part, and what laying a target over its source adds to a pair. */
export async function benchPlacement(context: BenchContext): Promise<Section> {
  const { smoke, workDir, progress } = context
  const demo = await demoPairs(join(workDir, 'demo'), smoke ? 1 : 6)
  const pairs = smoke ? demo : [...(await realPairs()), ...longPairs(), ...demo]
  const frames: TimedFrame[] = []
  const refinements: TimedRefinement[] = []
  for (const pair of pairs) {
    progress(`placement: ${pair.name}`)
    for (const placement of PLACEMENTS) frames.push(await timeFrame(pair, placement, context))
    refinements.push(await timeRefinement(pair, context))
  }
  const text = [
    'The sources of the pairs, one thread, warm; ms, median (least–most). A placement is cleaning, pose and warp; S is what a refinement needs of a source.',
    `Of the 3-mm pair no raw masks are at hand: it is placed again from the grid, at ${GRID.umPerPx} µm/px and without a yolk.`,
    ...(REAL_PAIRS_MISSING === undefined ? [] : ['', `Not measured: ${REAL_PAIRS_MISSING}.`]),
    '',
    frameTable(frames),
    '',
    'Refinement: S and the response to a turn are measured once a source, the rest once a pair: each round moves the target, the last solve finds it',
    "settled; then the target's transport onto itself is its own. × is a pair from two placed frames to its files over the same unrefined, whose",
    'two self-transports are shared with other pairs.',
    '',
    refinementTable(refinements),
  ]
  return { text: text.join('\n'), data: { frames, refinements } }
}

const FRAME_STEPS = ['decode', 'clean', 'pose', 'warp', 's', 'flags'] as const
type FrameStep = (typeof FRAME_STEPS)[number]

const FRAME_STEP_NAMES: Readonly<Record<FrameStep, string>> = {
  decode: 'decode',
  clean: 'clean',
  pose: 'pose',
  warp: 'warp',
  s: 'S',
  flags: 'quality flags',
}

interface TimedFrame {
  readonly name: string
  readonly placement: Placement
  readonly stepSec: Readonly<Record<FrameStep, Spread>>
  /** clean, pose and warp */
  readonly placeSec: Spread
}

async function timeFrame(
  { name, source }: EmbryoPair,
  placement: Placement,
  { repetitions }: BenchContext,
): Promise<TimedFrame> {
  const load = loaderOf(source)
  const placed = placeFrame(await load(), GRID, placement)
  const runs = await repeatWarm(repetitions, () => stepThrough(load, placed, placement))
  const spread = (secOf: (run: (typeof runs)[number]) => number) => spreadOf(runs.map(secOf))
  return {
    name,
    placement,
    stepSec: {
      decode: spread(({ decode }) => decode),
      clean: spread(({ clean }) => clean),
      pose: spread(({ pose }) => pose),
      warp: spread(({ warp }) => warp),
      s: spread(({ s }) => s),
      flags: spread(({ flags }) => flags),
    },
    placeSec: spread(({ clean, pose, warp }) => clean + pose + warp),
  }
}

/** Seconds of each step. */
async function stepThrough(
  load: () => Promise<RawFrame>,
  placed: PlacedFrame,
  placement: Placement,
): Promise<Record<FrameStep, number>> {
  const lap = laps()
  const raw = await load()
  const decode = lap()
  const { mask } = cleanMask(raw.mask)
  const clean = lap()
  framePose(mask, maskMoments(mask), raw, placement)
  const pose = lap()
  warpMask(mask, placed.transform, GRID)
  const warp = lap()
  anteriorBody(placed.mask, GRID.umPerPx)
  const s = lap()
  frameQuality(raw, placed, GRID)
  return { decode, clean, pose, warp, s, flags: lap() }
}

/** Decodes a frame again each time. */
function loaderOf(frame: BenchFrame): () => Promise<RawFrame> {
  if (frame.kind === 'raw') return () => loadFrame(frame.frame)
  const maskRle = encodeCocoRle(frame.mask)
  return async () => ({ mask: decodeCocoRle(maskRle, GRID.heightPx, GRID.widthPx), umPerPx: GRID.umPerPx })
}

interface TimedRefinement {
  readonly name: string
  readonly rounds: number
  readonly sourceSec: Spread
  readonly refineSec: Spread
  readonly selfSec: Spread
  readonly unrefinedSec: Spread
  readonly refinedSec: Spread
}

async function timeRefinement(pair: EmbryoPair, { repetitions, workDir }: BenchContext): Promise<TimedRefinement> {
  const [rawSource, rawTarget] = [await loaderOf(pair.source)(), await loaderOf(pair.target)()]
  const [source, target] = [rawSource, rawTarget].map((raw) => placeFrame(raw, GRID, PARAMETERS.placement))
  const selfOf = ({ mask }: PlacedFrame) =>
    runSelfTask({ mask, phase: { y: 0, x: 0 }, parameters: PARAMETERS, engine: 'cpu' })
  const sourceEnd = { mask: source.mask, self: (await selfOf(source)).self }
  const { heightPx, widthPx } = rawTarget.mask
  const shared = { kind: 'placed', mask: target.mask, self: (await selfOf(target)).self } as const
  const unrefined: TaskTarget = {
    kind: 'unrefined',
    mask: target.mask,
    transform: target.transform,
    heightPx,
    widthPx,
    maskRle: encodeCocoRle(rawTarget.mask),
    sourceAnterior: sourceAnterior(sourceEnd, PARAMETERS),
  }
  const run = async (taskTarget: TaskTarget) => {
    const lap = laps()
    const { refined } = await runPairTask({
      source: sourceEnd,
      target: taskTarget,
      parameters: PARAMETERS,
      engine: 'cpu',
      coupling: 'potentials',
      dir: join(workDir, 'pair'),
      identity: { pair_id: pair.name },
    })
    return { refined, pairSec: lap() }
  }
  const sourceRuns = await repeatWarm(repetitions, async () => {
    const lap = laps()
    sourceAnterior(sourceEnd, PARAMETERS)
    return lap()
  })
  const plainRuns = await repeatWarm(repetitions, () => run(shared))
  const refinedRuns = await repeatWarm(repetitions, () => run(unrefined))
  return {
    name: pair.name,
    rounds: refinedRuns[0].refined?.refinement.rounds ?? 0,
    sourceSec: spreadOf(sourceRuns),
    refineSec: spreadOf(refinedRuns.map(({ refined }) => refined?.refineSec ?? 0)),
    selfSec: spreadOf(refinedRuns.map(({ refined }) => refined?.selfSec ?? 0)),
    unrefinedSec: spreadOf(plainRuns.map(({ pairSec }) => pairSec)),
    refinedSec: spreadOf(refinedRuns.map(({ pairSec }) => pairSec)),
  }
}

/** Seconds since it was made, then each time since it was last asked. */
function laps(): () => number {
  let lastMs = performance.now()
  return () => {
    const nowMs = performance.now()
    const sec = (nowMs - lastMs) / 1000
    lastMs = nowMs
    return sec
  }
}

function frameTable(frames: readonly TimedFrame[]): string {
  const header = ['frame', 'placement', 'place', ...FRAME_STEPS.map((step) => FRAME_STEP_NAMES[step])]
  return markdownTable(
    header,
    frames.map(({ name, placement, placeSec, stepSec }) => [
      name,
      placement,
      msCell(placeSec),
      ...FRAME_STEPS.map((step) => msCell(stepSec[step])),
    ]),
  )
}

function refinementTable(refinements: readonly TimedRefinement[]): string {
  const header = [
    ...['pair', 'rounds', 'solves', 'S and response of the source', 'all rounds', "the target's self-transport"],
    ...['pair unrefined', 'pair refined', '×'],
  ]
  return markdownTable(
    header,
    refinements.map(({ name, rounds, sourceSec, refineSec, selfSec, unrefinedSec, refinedSec }) => [
      name,
      String(rounds),
      String(rounds + 1),
      ...[sourceSec, refineSec, selfSec, unrefinedSec, refinedSec].map(msCell),
      figure(refinedSec.median / unrefinedSec.median),
    ]),
  )
}
