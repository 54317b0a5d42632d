import { encode } from 'fast-png'
import { expect, test } from 'vitest'
import { canonicalGrid } from '../../src/core/canonical/canonical-grid.ts'
import { type HandCorrection, type Placement, placeFrame } from '../../src/core/canonical/place-frame.ts'
import { encodeCocoRle } from '../../src/core/mask/coco-rle.ts'
import { disagreement, silhouette } from '../../src/core/quality/silhouette.ts'
import { seededRandom } from '../../src/core/random.ts'
import { runFrameTask } from '../../src/runner/frame-task.ts'
import { PlacedFrames, type RunFrame } from '../../src/runner/placed-frames.ts'
import { type CheckedFrames, checkFrames, type RunInput } from '../../src/runner/preflight.ts'
import { runParameters } from '../../src/runner/run-parameters.ts'
import type { WorkerPool } from '../../src/runner/worker-pool.ts'
import { frameKey } from '../../src/study/embryo-table.ts'
import { type Fault, faulty } from '../support/planted-faults.ts'
import { tempFile } from '../support/temp-dir.ts'
import { LAPSE_UM_PER_PX, timeLapse } from '../support/time-lapse.ts'

const FRAMES = 7
const BAD = 3

const notHere = () => Promise.reject(new Error('nothing is solved here'))
/** places frames in this thread */
const pool: WorkerPool = {
  tasksAtOnce: 1,
  placeFrame: runFrameTask,
  makeDemo: notHere,
  makeMorph: notHere,
  solveSelf: notHere,
  solvePair: notHere,
  endSolvers: notHere,
  writeTables: notHere,
  [Symbol.asyncDispose]: () => Promise.resolve(),
}
const input: RunInput = {
  tablePath: 'embryos.csv',
  manifestPath: 'manifest.csv',
  includeControl: true,
  requireYolk: false,
}

/** An embryo's frames, one of them with a fault. */
function film(fault: Fault, rest: { readonly yolks: boolean } = { yolks: true }): RunFrame[] {
  const [embryo, partner] = timeLapse(2, FRAMES, 5)
  return embryo.frames.map((frame, i) => {
    const masks = faulty(frame, partner.frames[i], i === BAD ? fault : undefined, seededRandom(1))
    const { heightPx, widthPx } = masks.mask
    const data = masks.yolk.data.map((inside) => 255 * inside)
    const png = encode({ width: widthPx, height: heightPx, data, depth: 8, channels: 1 })
    const yolkPath = tempFile(`yolk-${i}.png`, png)
    const mask = { kind: 'text', text: encodeCocoRle(masks.mask), heightPx, widthPx } as const
    const table = { row: i + 2, umPerPx: LAPSE_UM_PER_PX, relativeTimeSec: 3600 * frame.hours, cells: {}, problems: [] }
    return {
      key: frameKey('e', i),
      frame: { ...table, embryoId: 'e', frameIndex: i, mask, flags: i === 1 ? ['dead_flag'] : [] },
      mask,
      umPerPx: LAPSE_UM_PER_PX,
      ...(rest.yolks ? { yolkPath } : {}),
    }
  })
}

async function checked(
  frames: readonly RunFrame[],
  placement: Placement,
  byHand: ReadonlyMap<string, HandCorrection> = new Map(),
) {
  const parameters = runParameters({ placement })
  const placed = new PlacedFrames(pool, parameters, 'cpu', byHand)
  const found = await checkFrames(input, { frames }, placed, parameters, () => {})
  return { found, placed }
}

const kindsOf = ({ problems }: CheckedFrames, row: number) =>
  problems.filter((problem) => problem.row === row).map(({ kind }) => kind)

test.each(['flip', 'mirror'] as const)(
  'a %s is undone along time under placement = anterior, and told',
  async (fault) => {
    const frames = film(fault)
    const { found, placed } = await checked(frames, 'anterior')
    expect(kindsOf(found, BAD + 2)).toContain('orientation-against-neighbours')
    const at = (i: number) => found.frames.get(frames[i].key)
    expect(at(BAD)?.quality.correction).toBeDefined()
    expect(at(BAD - 1)?.quality.correction).toBeUndefined()
    // the frame and its neighbour now overlap best as they lie
    const [own, neighbour] = await Promise.all([placed.placed(frames[BAD]), placed.placed(frames[BAD - 1])])
    const ways = disagreement(silhouette(own.placed.mask), silhouette(neighbour.placed.mask))
    expect(ways.indexOf(Math.min(...ways))).toBe(0)
    // what is in the store is what was placed, and another input than the uncorrected frame
    const details = JSON.parse(at(BAD)?.placement.details ?? '')
    expect(details.transform).toEqual(own.placed.transform)
    expect(details.quality.correction).toEqual(own.correction)
    const alone = await checked([frames[BAD]], 'anterior')
    expect(alone.found.frames.get(frames[BAD].key)?.record.frameHash).not.toBe(at(BAD)?.record.frameHash)
  },
)

test('what a person turned stays so, whatever its neighbours in time say, and is in the frame’s record', async () => {
  const frames = film('flip')
  const correction = { turned: false, flipped: true }
  const [own] = frames.slice(BAD - 1)
  const { found, placed } = await checked(frames, 'anterior', new Map([[own.key, correction]]))
  expect(found.frames.get(own.key)?.quality.correction).toBeUndefined()
  expect(found.frames.get(own.key)?.record.correction).toBe(JSON.stringify(correction))
  expect((await placed.placed(own)).correction).toEqual(correction)
  expect(found.frames.get(frames[BAD].key)?.record.correction).toBeNull()
})

test('under placement = morphseq the frame is told and stays as the original places it', async () => {
  const frames = film('mirror')
  const { found, placed } = await checked(frames, 'morphseq')
  expect(kindsOf(found, BAD + 2)).toEqual(['orientation-against-neighbours'])
  expect(found.frames.get(frames[BAD].key)?.quality.correction).toBeUndefined()
  const { placed: own } = await placed.placed(frames[BAD])
  const right = { ...timeLapse(2, FRAMES, 5)[0].frames[BAD], umPerPx: LAPSE_UM_PER_PX }
  expect(own.mask.data).not.toEqual(placeFrame(right, canonicalGrid(), 'morphseq').mask.data)
})

test('the flags of masks and of the table are warnings at their rows, each frame’s in the store', async () => {
  const frames = film('amputated tail')
  const { found } = await checked(frames, 'morphseq')
  expect(kindsOf(found, BAD + 2)).toEqual(expect.arrayContaining(['length-jump', 'tail-lost']))
  expect(kindsOf(found, 3)).toEqual(['table-flag'])
  expect(found.problems.every(({ severity }) => severity === 'warning')).toBe(true)
  const details = JSON.parse(found.frames.get(frames[BAD].key)?.placement.details ?? '')
  expect(details.quality.flags.map(({ kind }: { kind: string }) => kind)).toContain('tail-lost')
})

test('that no frame has a yolk is said once', async () => {
  const { found } = await checked(film('mirror', { yolks: false }), 'morphseq')
  expect(found.problems.filter(({ kind }) => kind === 'yolk-missing')).toMatchObject([
    { message: expect.stringContaining(`none of the ${FRAMES} frames has a yolk mask`) },
  ])
  for (const { quality } of found.frames.values())
    expect(quality.flags.map(({ kind }) => kind)).toContain('yolk-missing')
})
