import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { HandCorrection } from '../core/canonical/place-frame.ts'
import type { FrameDecision } from '../study/frame-decisions.ts'
import { RunStore, STORE_FILE } from '../study/run-store.ts'

/** What a person decided of a study's frames, by `frameKey`. */
export type HandDecisions = ReadonlyMap<string, FrameDecision>

/** What was decided of the study's frames; nothing where the study is new. */
export function handDecisions(studyDir: string): HandDecisions {
  if (!existsSync(join(studyDir, STORE_FILE))) return new Map()
  using store = RunStore.open(studyDir)
  return store.decisions.all()
}

/** How frames were turned and flipped, or that they lie right as they are placed, by their keys. */
export function correctionsOf(decisions: HandDecisions): ReadonlyMap<string, HandCorrection> {
  return new Map([...decisions].flatMap(([key, { correction }]) => (correction ? [[key, correction]] : [])))
}
