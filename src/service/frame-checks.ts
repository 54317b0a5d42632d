import type { HandCorrection } from '../core/canonical/place-frame.ts'
import { messageOf } from '../core/message-of.ts'
import type { QualityFlag } from '../core/quality/quality-flag.ts'
import { type AloneFrame, qualityAlongTime } from '../runner/checked-quality.ts'
import { DEFAULT_PARAMETERS } from '../runner/run-parameters.ts'
import type { FrameDecision } from '../study/frame-decisions.ts'
import { atOnce } from './at-once.ts'
import type { FramePlacer } from './frame-placer.ts'
import type { OpenTable } from './open-tables.ts'
import { type ReadFrame, readFrames } from './study-frames.ts'

/** What a check found of a frame. */
export interface FrameFinding {
  readonly flags: readonly (QualityFlag | UnusableFrame)[]
  readonly orientationUncertain: boolean
  /** how the embryo's other frames lay it; null where they agree */
  readonly neighbourCorrection: HandCorrection | null
}

/** That a frame can't be placed, as a flag. */
export interface UnusableFrame {
  readonly kind: 'unusable-frame'
  readonly number: null
  readonly threshold: null
  readonly message: string
}

export type Decisions = ReadonlyMap<string, FrameDecision>

/**
 * What is known of the frames of one table. Embryos are checked one by one, each with all its frames but those that were left out by
 * hand, and again only where something was decided about their frames since.
 */
export class FrameChecks {
  readonly #placer: FramePlacer
  readonly #table: OpenTable
  readonly #findings = new Map<string, FrameFinding>()
  /** what each embryo was checked under */
  readonly #checked = new Map<string, string>()
  #version = 0

  constructor(placer: FramePlacer, table: OpenTable) {
    this.#placer = placer
    this.#table = table
  }

  /** goes up with every finding */
  get version(): number {
    return this.#version
  }

  /** @returns undefined until the frame's embryo was checked */
  finding(key: string): FrameFinding | undefined {
    return this.#findings.get(key)
  }

  /** Embryos about which nothing, or no longer the right thing, is known. */
  stale(embryoIds: Iterable<string>, decisions: Decisions): string[] {
    const decided = Map.groupBy(decisions.values(), ({ embryoId }) => embryoId)
    return [...embryoIds].filter((id) => this.#checked.get(id) !== JSON.stringify(decided.get(id) ?? []))
  }

  /** Checks those of the embryos that have to be; `onFrame` is called for every frame that was placed. */
  async check(
    embryoIds: Iterable<string>,
    decisions: Decisions,
    signal: AbortSignal | undefined,
    onFrame: () => void,
  ): Promise<void> {
    const decided = Map.groupBy(decisions.values(), ({ embryoId }) => embryoId)
    for (const embryoId of this.stale(embryoIds, decisions)) {
      const found = await this.#checkEmbryo(embryoId, decisions, signal, onFrame)
      for (const [key, finding] of found) this.#findings.set(key, finding)
      this.#checked.set(embryoId, JSON.stringify(decided.get(embryoId) ?? []))
      this.#version++
    }
  }

  async #checkEmbryo(
    embryoId: string,
    decisions: Decisions,
    signal: AbortSignal | undefined,
    onFrame: () => void,
  ): Promise<ReadonlyMap<string, FrameFinding>> {
    const frames = await readFrames(this.#table, this.#table.index.embryos.get(embryoId) ?? [])
    const placed = await atOnce(frames, this.#placer.workers + 1, signal, async (frame) => {
      const one = await this.#placeAlone(frame, decisions.get(frame.key)?.correction ?? undefined)
      onFrame()
      return { key: frame.key, ...one }
    })
    const compared = placed.flatMap(({ key, alone }) => {
      return alone && decisions.get(key)?.excludedBecause == null ? [alone] : []
    })
    const qualities = qualityAlongTime(compared, DEFAULT_PARAMETERS.placement)
    return new Map(
      placed.map(({ key, alone, error }): [string, FrameFinding] => {
        if (!alone) return [key, unusable(error)]
        const isDecided = decisions.get(key)?.correction != null
        const quality = qualities.get(key)
        // what a person decided is not up to the neighbours
        const all = quality?.flags ?? alone.quality.flags
        const flags = isDecided ? all.filter(({ kind }) => !ABOUT_ORIENTATION.has(kind)) : all
        const neighbourCorrection = isDecided ? null : (quality?.correction ?? null)
        const isOpposed = flags.some(({ kind }) => kind === 'orientation-against-neighbours')
        const orientationUncertain = !isDecided && (alone.orientationUncertain || isOpposed)
        return [key, { flags, orientationUncertain, neighbourCorrection }]
      }),
    )
  }

  async #placeAlone(
    frame: ReadFrame,
    correction: HandCorrection | undefined,
  ): Promise<{ readonly alone?: AloneFrame; readonly error: string }> {
    if (!frame.runFrame) return { error: frame.error }
    try {
      const { placement } = DEFAULT_PARAMETERS
      const { placed, quality } = await this.#placer.place(frame.runFrame, { placement, correction })
      const { evidence, orientationUncertain } = placed
      const isByHand = correction !== undefined
      return { alone: { frame: frame.runFrame, quality, evidence, orientationUncertain, isByHand }, error: '' }
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error
      return { error: messageOf(error) }
    }
  }
}

const ABOUT_ORIENTATION: ReadonlySet<string> = new Set(['orientation-uncertain', 'orientation-against-neighbours'])

function unusable(message: string): FrameFinding {
  const flag = { kind: 'unusable-frame', number: null, threshold: null, message } as const
  return { flags: [flag], orientationUncertain: false, neighbourCorrection: null }
}
