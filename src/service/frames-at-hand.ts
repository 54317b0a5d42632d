import { DEFAULT_PARAMETERS } from '../runner/run-parameters.ts'
import type { Decisions, FrameChecks } from './frame-checks.ts'
import type { Laying } from './frame-placer.ts'
import type { OpenTable } from './open-tables.ts'

/** A study's frames as they stand: the table, what was decided by hand, and what was found. */
export interface StudyFrames {
  readonly studyDir: string
  readonly table: OpenTable
  readonly decisions: Decisions
  /** another one after every decision */
  readonly decisionsVersion: string
  readonly checks: FrameChecks
}

/**
 * How a frame is laid: as a person decided, else as its embryo's other frames say, so far as that is known.
 *
 * @param key of the frame
 */
export function layingOf(
  { decisions, checks }: StudyFrames,
  key: string,
  placement: Laying['placement'] = DEFAULT_PARAMETERS.placement,
): Laying {
  const neighbours = placement === DEFAULT_PARAMETERS.placement ? checks.finding(key)?.neighbourCorrection : null
  return { placement, correction: decisions.get(key)?.correction ?? neighbours ?? undefined }
}
