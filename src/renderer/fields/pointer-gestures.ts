/** A pointer on a panel, px from its top left. */
interface Held {
  readonly x: number
  readonly y: number
}

/** What pointers do to a panel; places are px from its top left. */
export interface GestureHandlers {
  onHover(x: number, y: number): void
  onLeave(): void
  /** a press that did not move, and was not the first of two */
  onClick(x: number, y: number): void
  onDoubleClick(x: number, y: number, isShift: boolean): void
  /** one finger or the mouse */
  onDrag(drag: Drag): void
  /** two fingers, or the wheel: larger by a factor about a place, then moved */
  onZoom(zoom: Zoom): void
}

export interface Drag {
  readonly fromX: number
  readonly fromY: number
  readonly x: number
  readonly y: number
  /** since the last step */
  readonly rightPx: number
  readonly downPx: number
  readonly isDone: boolean
  /** one name for all steps of a gesture */
  readonly gesture: string
}

export interface Zoom {
  readonly x: number
  readonly y: number
  readonly factor: number
  readonly rightPx: number
  readonly downPx: number
  /** one name for all steps of a gesture; null: a step by itself */
  readonly gesture: string | null
}

/** less than this is a click, px */
const CLICK_PX = 4
/** a second click within this is a double click, ms */
const DOUBLE_MS = 250
/** turns of the wheel with less than this between them are one gesture, ms */
const WHEEL_REST_MS = 400
/** px of the wheel that double the zoom */
const WHEEL_DOUBLES_PX = 300
/** a pinch on a touchpad comes as a wheel with Ctrl, in much smaller steps */
const PINCH_DOUBLES_PX = 50
const LINE_PX = 16

let gestures = 0
const newGesture = (kind: string) => `${kind}-${++gestures}`

/** Hears an element's pointers and wheel; gives what stops it. */
export function hearPointers(element: HTMLElement, handlers: GestureHandlers): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const held = new Map<number, Held>()
  let pressed: (Held & { readonly gesture: string; moved: boolean }) | null = null
  let clickTimer = 0
  let wheel = { gesture: '', atMs: Number.NEGATIVE_INFINITY }

  const placeOf = ({ clientX, clientY }: MouseEvent): Held => {
    const { left, top } = element.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return
      element.setPointerCapture(event.pointerId)
      const place = placeOf(event)
      held.set(event.pointerId, place)
      pressed = held.size === 1 ? { ...place, gesture: newGesture('drag'), moved: false } : null
      if (held.size === 2) pinch = newGesture('pinch')
    },
    { signal },
  )

  let pinch = ''
  element.addEventListener(
    'pointermove',
    (event) => {
      const place = placeOf(event)
      const before = held.get(event.pointerId)
      handlers.onHover(place.x, place.y)
      if (!before) return
      if (held.size === 2) {
        const others = [...held].find(([id]) => id !== event.pointerId)
        held.set(event.pointerId, place)
        if (others) handlers.onZoom({ ...pinched(before, place, others[1]), gesture: pinch })
        return
      }
      if (!pressed) return
      if (!pressed.moved && Math.hypot(place.x - pressed.x, place.y - pressed.y) < CLICK_PX) return
      pressed.moved = true
      held.set(event.pointerId, place)
      handlers.onDrag(dragOf(pressed, before, place, false))
    },
    { signal },
  )

  const release = (event: PointerEvent) => {
    const before = held.get(event.pointerId)
    held.delete(event.pointerId)
    if (!before || !pressed) return
    const place = placeOf(event)
    if (pressed.moved) handlers.onDrag(dragOf(pressed, before, place, true))
    else if (event.type === 'pointerup') {
      window.clearTimeout(clickTimer)
      clickTimer = window.setTimeout(() => handlers.onClick(place.x, place.y), DOUBLE_MS)
    }
    pressed = null
  }
  element.addEventListener('pointerup', release, { signal })
  element.addEventListener('pointercancel', release, { signal })
  element.addEventListener('pointerleave', () => handlers.onLeave(), { signal })

  element.addEventListener(
    'dblclick',
    (event) => {
      window.clearTimeout(clickTimer)
      const { x, y } = placeOf(event)
      handlers.onDoubleClick(x, y, event.shiftKey)
    },
    { signal },
  )

  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const { x, y } = placeOf(event)
      const deltaPx = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1)
      const isFresh = event.timeStamp - wheel.atMs > WHEEL_REST_MS
      wheel = { gesture: isFresh ? newGesture('wheel') : wheel.gesture, atMs: event.timeStamp }
      const factor = 2 ** (-deltaPx / (event.ctrlKey ? PINCH_DOUBLES_PX : WHEEL_DOUBLES_PX))
      handlers.onZoom({ x, y, factor, rightPx: 0, downPx: 0, gesture: wheel.gesture })
    },
    { signal, passive: false },
  )

  return () => {
    window.clearTimeout(clickTimer)
    stop.abort()
  }
}

function dragOf(pressed: Held & { readonly gesture: string }, before: Held, { x, y }: Held, isDone: boolean): Drag {
  return {
    fromX: pressed.x,
    fromY: pressed.y,
    x,
    y,
    rightPx: x - before.x,
    downPx: y - before.y,
    isDone,
    gesture: pressed.gesture,
  }
}

/** One of two fingers went from one place to another: how much larger, about what, and how far along. */
export function pinched(before: Held, after: Held, other: Held): Omit<Zoom, 'gesture'> {
  const was = Math.max(1, Math.hypot(before.x - other.x, before.y - other.y))
  const is = Math.max(1, Math.hypot(after.x - other.x, after.y - other.y))
  return {
    x: (before.x + other.x) / 2,
    y: (before.y + other.y) / 2,
    factor: is / was,
    rightPx: (after.x - before.x) / 2,
    downPx: (after.y - before.y) / 2,
  }
}
