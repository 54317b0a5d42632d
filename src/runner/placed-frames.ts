import type { HandCorrection } from '../core/canonical/place-frame.ts'
import type { BlockPhase } from '../core/pair/work-pair.ts'
import type { EngineName } from '../engines/engine.ts'
import type { EmbryoFrame, MaskSource } from '../study/embryo-table.ts'
import { hashOf } from '../study/run-store.ts'
import { FrameCache } from './frame-cache.ts'
import type { FrameResult } from './frame-task.ts'
import type { SelfResult } from './pair-task.ts'
import type { RunParameters } from './run-parameters.ts'
import type { WorkerPool } from './worker-pool.ts'

/** A frame of the table with the yolk that was found for it. */
export interface RunFrame {
  readonly key: string
  readonly frame: EmbryoFrame
  readonly mask: MaskSource
  readonly umPerPx: number
  readonly yolkPath?: string
}

/** What placed masks and self-transports may take up in memory. */
const CACHE_BYTES = 512 * 2 ** 20

/** Decodes and places each frame, and solves its self-transport, once for all pairs that use it. */
export class PlacedFrames {
  readonly #pool: WorkerPool
  readonly #parameters: RunParameters
  readonly #engine: EngineName
  readonly #placed = new FrameCache<FrameResult>(CACHE_BYTES, ({ placed }) => placed.mask.data.byteLength)
  readonly #selves = new FrameCache<SelfResult>(CACHE_BYTES, bytesOf)
  readonly #uncharged = new Map<string, number>()
  readonly #byHand: ReadonlyMap<string, HandCorrection>
  readonly #corrections: Map<string, HandCorrection>

  /**
   * @param engine solves the self-transports: one that lives in the pool's workers
   * @param byHand how a person turned or flipped frames, or that they found them right, by their keys
   */
  constructor(
    pool: WorkerPool,
    parameters: RunParameters,
    engine: EngineName,
    byHand: ReadonlyMap<string, HandCorrection> = new Map(),
  ) {
    this.#pool = pool
    this.#byHand = byHand
    // what a person found right is as it was placed, and stays so
    this.#corrections = new Map([...byHand].filter(([, { turned, flipped }]) => turned || flipped))
    this.#engine = engine
    this.#parameters = parameters
  }

  /** How often a placed frame was at hand when it was asked for, and how often it had to be placed. */
  get counts(): { readonly hits: number; readonly misses: number } {
    return this.#placed.counts
  }

  /** How a person turned or flipped the frame, which may be not at all; undefined where nobody looked. */
  byHand(frame: RunFrame): HandCorrection | undefined {
    return this.#byHand.get(frame.key)
  }

  placed(frame: RunFrame): Promise<FrameResult> {
    const correction = this.#corrections.get(frame.key)
    return this.#placed.get(`${frame.key} ${JSON.stringify(correction)}`, async () => {
      const { mask, umPerPx, yolkPath } = frame
      const result = await this.#pool.placeFrame({
        mask,
        umPerPx,
        ...(yolkPath === undefined ? {} : { yolkPath }),
        placement: this.#parameters.placement,
        gridUmPerPx: this.#parameters.gridUmPerPx,
        ...(correction === undefined ? {} : { correction }),
      })
      this.#uncharged.set(`load ${frame.key}`, result.loadSec)
      this.#uncharged.set(`place ${frame.key}`, result.placeSec)
      return result
    })
  }

  /** Turns or flips a frame from now on, before any self-transport of it was solved. */
  corrected(frame: RunFrame, correction: HandCorrection): Promise<FrameResult> {
    this.#corrections.set(frame.key, correction)
    return this.placed(frame)
  }

  /** @param placed the frame as it was placed */
  self(frame: RunFrame, { placed }: FrameResult, phase: BlockPhase): Promise<SelfResult> {
    return this.#selves.get(`${frame.key} ${phase.y} ${phase.x}`, async () => {
      const result = await this.#pool.solveSelf({
        mask: placed.mask,
        phase,
        parameters: this.#parameters,
        engine: this.#engine,
      })
      this.#uncharged.set(`self ${frame.key}`, result.selfSec)
      return result
    })
  }

  /** The seconds that a step took for this frame, to the first pair that asks; 0 to all after it. */
  charge(step: 'load' | 'place' | 'self', frame: RunFrame): number {
    const key = `${step} ${frame.key}`
    const seconds = this.#uncharged.get(key) ?? 0
    this.#uncharged.delete(key)
    return seconds
  }
}

function bytesOf({ self, anterior }: SelfResult): number {
  return 2 * self.potential.byteLength + 2 * self.measure.y.byteLength + (anterior?.anterior.data.byteLength ?? 0)
}

/** What identifies a frame's input (contract §9): mask, yolk, scale and corrections. */
export function frameHash(frame: RunFrame, result: FrameResult): string {
  const { maskRle, yolkRle, heightPx, widthPx, correction } = result
  const parts = [maskRle, yolkRle ?? '', `${heightPx}x${widthPx}`, String(frame.umPerPx)]
  return hashOf(...parts, ...(correction === undefined ? [] : [JSON.stringify(correction)]))
}
