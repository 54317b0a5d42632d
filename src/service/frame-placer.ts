import { canonicalGrid, DEFAULT_GRID_UM_PER_PX } from '../core/canonical/canonical-grid.ts'
import type { HandCorrection, Placement } from '../core/canonical/place-frame.ts'
import { FrameCache } from '../runner/frame-cache.ts'
import type { FrameResult, FrameTask } from '../runner/frame-task.ts'
import type { RunFrame } from '../runner/placed-frames.ts'
import { defaultWorkers, type WorkerPool, workerPool } from '../runner/worker-pool.ts'
import { thumbnailPng } from './thumbnail.ts'

/** how a frame is to be laid */
export interface Laying {
  readonly placement: Placement
  readonly correction: HandCorrection | undefined
}

const PLACED_BYTES = 128 * 2 ** 20
const THUMBNAIL_BYTES = 32 * 2 ** 20

export const GRID = canonicalGrid(DEFAULT_GRID_UM_PER_PX)

/** Decodes and places frames on worker threads for whoever looks at them; what was looked at lately is kept. */
export class FramePlacer implements AsyncDisposable {
  #pool: WorkerPool | undefined
  readonly #closing: AbortSignal
  readonly #placed = new FrameCache<FrameResult>(PLACED_BYTES, sizeOf)
  readonly #thumbnails = new FrameCache<string>(THUMBNAIL_BYTES, (png) => png.length)
  readonly workers = defaultWorkers()

  constructor(closing: AbortSignal) {
    this.#closing = closing
  }

  /** Places a frame without keeping it: for work that goes over all frames. */
  place(frame: RunFrame, laying: Laying): Promise<FrameResult> {
    this.#pool ??= workerPool({ workers: this.workers, tasksPerWorker: 1 }, this.#closing)
    return this.#pool.placeFrame(frameTask(frame, laying))
  }

  /** @param tableId with the frame's key, what identifies its input */
  placed(tableId: string, frame: RunFrame, laying: Laying): Promise<FrameResult> {
    return this.#placed.get(keyOf(tableId, frame.key, laying), () => this.place(frame, laying))
  }

  /** A small picture of a placed frame in base64; `load` reads the frame where the picture is not at hand. */
  thumbnail(tableId: string, key: string, laying: Laying, load: () => Promise<RunFrame>): Promise<string> {
    return this.#thumbnails.get(keyOf(tableId, key, laying), async () => {
      const { placed } = await this.placed(tableId, await load(), laying)
      return Buffer.from(thumbnailPng(placed.mask)).toString('base64')
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool?.[Symbol.asyncDispose]()
    this.#pool = undefined
  }
}

/** The frame as a worker takes it. */
export function frameTask({ mask, umPerPx, yolkPath }: RunFrame, { placement, correction }: Laying): FrameTask {
  return {
    mask,
    umPerPx,
    ...(yolkPath === undefined ? {} : { yolkPath }),
    placement,
    gridUmPerPx: GRID.umPerPx,
    ...(correction === undefined ? {} : { correction }),
  }
}

function keyOf(tableId: string, frame: string, { placement, correction }: Laying): string {
  return JSON.stringify([tableId, frame, placement, correction])
}

function sizeOf({ placed, maskRle, yolkRle }: FrameResult): number {
  return placed.mask.data.byteLength + maskRle.length + (yolkRle?.length ?? 0)
}
