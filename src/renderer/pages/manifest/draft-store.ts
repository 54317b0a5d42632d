import { useMemo } from 'react'
import { create } from 'zustand'
import type { ManifestPairView } from '../../../api/manifest-contract.ts'
import type { FrameRefView } from '../../../api/procedure.ts'

/** A pair of a draft, under a key that stays though the pair is mended. */
export interface DraftPair {
  readonly key: number
  readonly pair: ManifestPairView
}

/** What building left out, and why; null for a draft that came from a file. */
export interface LeftOut {
  readonly rows: Readonly<Record<string, number>>
  readonly excluded: readonly { readonly frame: FrameRefView; readonly reason: string; readonly message: string }[]
  readonly notes: readonly string[]
}

/** The pairs of a manifest that is not saved yet, and where they came from. */
export interface Draft {
  readonly pairs: readonly DraftPair[]
  readonly leftOut: LeftOut | null
}

interface History {
  readonly past: readonly Draft[]
  readonly present: Draft
  readonly future: readonly Draft[]
}

const MOST_STEPS = 100
const EMPTY: History = { past: [], present: { pairs: [], leftOut: null }, future: [] }

/** Drafts of studies, for as long as the window is open. */
const useStore = create<{ readonly drafts: Readonly<Record<string, History>> }>(() => ({ drafts: {} }))

let lastKey = 0

/** Pairs with keys of their own. */
export function draftPairs(pairs: readonly ManifestPairView[]): DraftPair[] {
  return pairs.map((pair) => ({ key: ++lastKey, pair }))
}

export interface DraftEditing {
  readonly draft: Draft
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** makes another draft of it, which can be undone */
  change(next: (draft: Draft) => Draft): void
  undo(): void
  redo(): void
}

/** A study's draft, with every step undoable. */
export function useDraft(studyDir: string): DraftEditing {
  const history = useStore(({ drafts }) => drafts[studyDir]) ?? EMPTY
  const steps = useMemo(() => {
    const set = (next: (known: History) => History) =>
      useStore.setState(({ drafts }) => ({ drafts: { ...drafts, [studyDir]: next(drafts[studyDir] ?? EMPTY) } }))
    return {
      change: (next: (draft: Draft) => Draft) => set((known) => changed(known, next(known.present))),
      undo: () => set(undone),
      redo: () => set(redone),
    }
  }, [studyDir])
  return {
    ...steps,
    draft: history.present,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  }
}

function changed({ past, present }: History, next: Draft): History {
  return { past: [...past, present].slice(-MOST_STEPS), present: next, future: [] }
}

function undone(history: History): History {
  const before = history.past.at(-1)
  if (!before) return history
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future] }
}

function redone(history: History): History {
  const [after, ...future] = history.future
  if (!after) return history
  return { past: [...history.past, history.present], present: after, future }
}
