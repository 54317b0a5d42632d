import type { CanonicalGrid } from '../canonical/canonical-grid.ts'
import type { PlacedFrame, RawFrame } from '../canonical/place-frame.ts'
import { frameFlags } from './frame-flags.ts'
import { type FrameMeasures, measureFrame } from './measure-frame.ts'
import type { QualityFlag } from './quality-flag.ts'
import { yolkFigures } from './yolk-flags.ts'

/** What is known of one frame by itself. */
export interface FrameQuality {
  readonly measures: FrameMeasures
  /** undefined without a yolk */
  readonly yolkShare: number | undefined
  readonly flags: readonly QualityFlag[]
}

/** Measures a placed frame and says what is to be doubted of it: a millisecond or two. */
export function frameQuality(raw: RawFrame, placed: PlacedFrame, grid: CanonicalGrid): FrameQuality {
  const measures = measureFrame(placed, grid, raw.umPerPx)
  const yolk = yolkFigures(raw, measures)
  return { measures, yolkShare: yolk?.share, flags: frameFlags(raw, placed, measures, yolk) }
}
