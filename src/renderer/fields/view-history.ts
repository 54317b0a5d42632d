import type { FieldView } from '../../figure/field-view.ts'

/** The views of a page, the present one among them. */
export interface ViewHistory {
  readonly past: readonly FieldView[]
  readonly present: FieldView
  readonly future: readonly FieldView[]
  /** which gesture made the present one: its further steps replace it, so that one undo takes back a whole drag */
  readonly gesture: string | null
}

const MOST_STEPS = 100

export function historyOf(view: FieldView): ViewHistory {
  return { past: [], present: view, future: [], gesture: null }
}

/** The history after another view; steps of one gesture count as one. */
export function changed(history: ViewHistory, next: FieldView, gesture: string | null = null): ViewHistory {
  if (next === history.present) return history
  const isSameGesture = gesture !== null && gesture === history.gesture
  const past = isSameGesture ? history.past : [...history.past, history.present].slice(-MOST_STEPS)
  return { past, present: next, future: [], gesture }
}

export function undone(history: ViewHistory): ViewHistory {
  const before = history.past.at(-1)
  if (!before) return history
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    gesture: null,
  }
}

export function redone(history: ViewHistory): ViewHistory {
  const [after, ...future] = history.future
  if (!after) return history
  return { past: [...history.past, history.present], present: after, future, gesture: null }
}
