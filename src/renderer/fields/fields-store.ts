import { createContext, use } from 'react'
import { createStore, type StoreApi, useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { PanelRef } from '../../core/analysis/panel-field.ts'
import type { FieldMark, FieldView } from '../../figure/field-view.ts'
import { changed, historyOf, redone, undone, type ViewHistory } from './view-history.ts'

/** What a drag does. */
export type Tool = 'pan' | 'line' | 'region'

/** Where a person points at: a panel and a position of the canonical grid. */
export interface Cursor {
  readonly panel: number
  readonly yx: readonly [number, number]
}

/** Everything about a study's fields page that more than one part of it knows. */
export interface FieldsState {
  readonly history: ViewHistory
  readonly tool: Tool
  readonly isCursorLinked: boolean
  /** of the morph: 0 is the source, 1 the target */
  readonly isTimeLinked: boolean
  readonly cursor: Cursor | null
  /** what is being drawn now */
  readonly draft: FieldMark | null
  /** the panel that keys and the read-out are about */
  readonly active: number
}

export type FieldsStore = StoreApi<FieldsState>

/** Pages of studies, for as long as the window is open. */
const stores = new Map<string, FieldsStore>()

/** A study's page as it was left; undefined where it was not open yet. */
export function knownStore(studyDir: string): FieldsStore | undefined {
  return stores.get(studyDir)
}

/** Opens a study's page with a view. */
export function openStore(studyDir: string, view: FieldView): FieldsStore {
  const store = createStore<FieldsState>(() => ({
    history: historyOf(view),
    tool: 'pan',
    isCursorLinked: true,
    isTimeLinked: true,
    cursor: null,
    draft: null,
    active: 0,
  }))
  stores.set(studyDir, store)
  return store
}

/** The steps of one gesture are one step back. */
export function changeView(
  store: FieldsStore,
  next: (view: FieldView) => FieldView,
  gesture: string | null = null,
): void {
  store.setState(({ history, active }) => {
    const after = changed(history, next(history.present), gesture)
    return { history: after, active: Math.min(active, Math.max(0, after.present.panels.length - 1)) }
  })
}

export function undoView(store: FieldsStore): void {
  store.setState(({ history }) => ({ history: undone(history) }))
}

export function redoView(store: FieldsStore): void {
  store.setState(({ history }) => ({ history: redone(history) }))
}

export function presentView(store: FieldsStore): FieldView {
  return store.getState().history.present
}

export const FieldsContext = createContext<FieldsStore | null>(null)

/** The page's store. */
export function useFieldsStore(): FieldsStore {
  const store = use(FieldsContext)
  if (!store) throw new Error('no fields: wrap this in FieldsContext')
  return store
}

/** A part of the page's state; what is drawn sixty times a second listens to the store itself. */
export function useFields<Part>(select: (state: FieldsState) => Part): Part {
  return useStore(useFieldsStore(), select)
}

/** A part of the view. */
export function useView<Part>(select: (view: FieldView) => Part): Part {
  return useFields(({ history }) => select(history.present))
}

/** What the panels show; another window or other limits leave it as it is. */
export function useShownRefs(): readonly PanelRef[] {
  return useView(useShallow((view) => view.panels.map(({ ref }) => ref)))
}
