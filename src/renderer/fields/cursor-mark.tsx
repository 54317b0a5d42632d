import { useEffect, useRef } from 'react'
import type { Box } from '../../core/mask/tight-box.ts'
import { type Size, toPanel } from '../../figure/panel-window.ts'
import classes from './fields.module.css'
import { type FieldsState, useFieldsStore } from './fields-store.ts'
import { windowOf } from './window-changes.ts'

interface CursorMarkProps {
  readonly index: number
  /** of the panels whose windows are linked with this one's */
  readonly boxes: readonly Box[]
  readonly size: Size
}

/** A cross where one points, in the panel itself and in those that are linked with it; moved without drawing the panel again. */
export function CursorMark({ index, boxes, size }: CursorMarkProps) {
  const store = useFieldsStore()
  const cross = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const place = (state: FieldsState) => {
      if (!cross.current) return
      const yx = cursorIn(state, index)
      cross.current.hidden = yx === null
      if (yx === null) return
      const [top, left] = toPanel(yx, windowOf(state.history.present, index, boxes, size), size)
      cross.current.style.transform = `translate(${left}px, ${top}px)`
    }
    place(store.getState())
    return store.subscribe(place)
  }, [store, index, boxes, size])
  return <div ref={cross} className={classes.cross} hidden aria-hidden />
}

/** Where the cursor stands in a panel; null where it stands in none that this one is linked with. */
export function cursorIn({ cursor, isCursorLinked }: FieldsState, panel: number): readonly [number, number] | null {
  if (cursor === null) return null
  return isCursorLinked || cursor.panel === panel ? cursor.yx : null
}
