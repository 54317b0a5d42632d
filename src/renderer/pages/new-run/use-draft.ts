import { useState } from 'react'
import { RUN_PRESETS, type RunSettings } from '../../../api/run-settings.ts'

/** The settings that a person is choosing. */
export interface Draft {
  readonly presetId: string
  readonly settings: RunSettings
  /** sets some; undefined gives one back to its default */
  change(changed: Partial<RunSettings>): void
  /** takes a preset's settings; how the run is carried out stays */
  choose(presetId: string, settings: RunSettings): void
}

export const LIKE_RUN = 'like-run'

/** What says how a run is carried out, and not what it is. */
const CARRIED_OUT = ['backend', 'workers', 'coupling', 'requireYolk', 'includeControl', 'keepGoing', 'limit'] as const

export function useDraft(): Draft {
  const [first] = RUN_PRESETS
  const [draft, setDraft] = useState({ presetId: first?.id ?? '', settings: first?.settings ?? {} })
  return {
    ...draft,
    change: (changed) => setDraft(({ presetId, settings }) => ({ presetId, settings: { ...settings, ...changed } })),
    choose: (presetId, settings) =>
      setDraft((before) => ({ presetId, settings: { ...carriedOut(before.settings), ...settings } })),
  }
}

function carriedOut(settings: RunSettings): RunSettings {
  return Object.fromEntries(
    CARRIED_OUT.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])),
  )
}
