import { Button, Text, useComputedColorScheme, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef } from 'react'
import type { PanelField } from '../../core/analysis/panel-field.ts'
import type { Box } from '../../core/mask/tight-box.ts'
import { appearance } from '../../figure/appearance.ts'
import { suitedArrowScale } from '../../figure/arrows.ts'
import type { FieldMark } from '../../figure/field-view.ts'
import { type LimitGroup, valueLabel } from '../../figure/limit-groups.ts'
import { panelScene } from '../../figure/panel-scene.ts'
import { type SetWindow, type Size, toGrid } from '../../figure/panel-window.ts'
import type { PreparedPanel } from '../../figure/prepare-panel.ts'
import { warningText } from '../../figure/warning-text.ts'
import { lineOf, troubleOf } from '../data/problems-of.ts'
import { FIELDS_TEXT as TEXT } from '../text/fields.ts'
import { SHELL_TEXT } from '../text/shell.ts'
import { paintScene } from './canvas-painter.ts'
import { OwnLimits } from './colour-bar.tsx'
import { CursorMark } from './cursor-mark.tsx'
import classes from './fields.module.css'
import {
  changeView,
  type FieldsState,
  type FieldsStore,
  presentView,
  useFields,
  useFieldsStore,
  useView,
} from './fields-store.ts'
import { PanelWaiting } from './panel-waiting.tsx'
import { type Drag, hearPointers, type Zoom } from './pointer-gestures.ts'
import { PanelReadOut } from './read-out-view.tsx'
import type { PanelState } from './use-panel-fields.ts'
import { withMark, withWholeWindows, withWindow } from './view-changes.ts'
import { heldOver, panned, windowOf, zoomedAbout } from './window-changes.ts'

interface FieldPanelProps {
  readonly index: number
  readonly state: PanelState
  /** undefined until its field is read */
  readonly prepared: PreparedPanel | undefined
  readonly group: LimitGroup | undefined
  /** of the panels whose windows are linked with this one's */
  readonly boxes: readonly Box[]
  /** of the longest displacements of all panels, µm */
  readonly longUm: number
  /** of any panel */
  readonly hasWarnings: boolean
  readonly size: Size
}

/** One panel: its title, its picture, what it says where one points. */
export function FieldPanel({ index, state, prepared, group, boxes, longUm, hasWarnings, size }: FieldPanelProps) {
  const map = useView((view) => view.map)
  const ref = useView((view) => view.panels[index]?.ref)
  const isActive = useFields(({ active }) => active === index)
  const hasOwnLimits = useView((view) => (view.panels[index]?.limits ?? null) !== null)
  const title = state.field?.title.join(' ') ?? ''
  const label = ref && state.field ? TEXT.panelLabel(title, valueLabel({ map }, ref, state.field.unit)) : title
  return (
    <figure className={classes.panel} data-active={isActive || undefined} data-stale={state.isStale || undefined}>
      <figcaption className={classes.caption}>
        <span className={classes.panelTitle} title={title}>
          {title}
        </span>
        {state.field && group && hasOwnLimits && <OwnLimits group={group} unit={state.field.unit} />}
        {state.field && <PanelReadOut index={index} field={state.field} />}
      </figcaption>
      {hasWarnings && <Warnings warnings={state.field?.warnings ?? []} />}
      <div className={classes.room} style={{ height: size.height, width: size.width }}>
        {prepared && size.width > 0 && (
          <Picture index={index} prepared={prepared} boxes={boxes} longUm={longUm} size={size} label={label} />
        )}
        {state.error && <PanelFailed error={state.error} onRetry={state.retry} />}
        {!prepared && !state.error && <PanelWaiting isOfGroups={ref !== undefined && 'group' in ref} />}
      </div>
    </figure>
  )
}

/** What speaks against reading too much into the panel; panels without keep its room, so that all pictures are of one size. */
function Warnings({ warnings }: { readonly warnings: PanelField['warnings'] }) {
  const text = warnings.map(warningText).join(' ')
  return (
    <p className={classes.warnings} title={text}>
      {text !== '' && <IconAlertTriangle size={13} aria-hidden />}
      <span>{text}</span>
    </p>
  )
}

function PanelFailed({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  return (
    <div className={classes.failed} role="alert">
      <Text fw={600}>{TEXT.panelFailed}</Text>
      <Text size="sm">{lineOf(troubleOf(error), SHELL_TEXT.lost.line)}</Text>
      <Button size="xs" variant="default" onClick={onRetry}>
        {TEXT.retry}
      </Button>
    </div>
  )
}

interface PictureProps {
  readonly index: number
  readonly prepared: PreparedPanel
  readonly boxes: readonly Box[]
  readonly longUm: number
  readonly size: Size
  readonly label: string
}

/** The panel's scene on a canvas, moved by pointers and keys. */
function Picture(props: PictureProps) {
  const { index, prepared, boxes, longUm, size, label } = props
  const store = useFieldsStore()
  const scheme = useComputedColorScheme('light')
  const tool = useFields((state) => state.tool)
  const canvas = useRef<HTMLCanvasElement>(null)
  const help = useId()
  const propsNow = useEffectEvent(() => props)

  useEffect(() => {
    // opaque: the page below need not be blended in
    const context = canvas.current?.getContext('2d', { alpha: false })
    if (!context) return
    let frame = 0
    const paint = () => {
      frame = 0
      paintPanel(context, { index, prepared, boxes, longUm, size }, store.getState(), scheme)
    }
    paint()
    const stop = store.subscribe((state, before) => {
      const isOther = state.history.present !== before.history.present || state.draft !== before.draft
      if (isOther && frame === 0) frame = requestAnimationFrame(paint)
    })
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [store, scheme, index, prepared, boxes, longUm, size])

  useEffect(() => {
    if (!canvas.current) return
    const gridAt = (x: number, y: number) => toGrid([y, x], windowNow(store, propsNow()), propsNow().size)
    return hearPointers(canvas.current, {
      onHover: (x, y) => store.setState({ cursor: { panel: index, yx: gridAt(x, y) }, active: index }),
      onLeave: () => store.setState({ cursor: null }),
      onClick: (x, y) => pinProbe(store, gridAt(x, y)),
      onDoubleClick: (x, y, isShift) =>
        zoomPanel(store, propsNow(), { x, y, factor: isShift ? 0.5 : 2, rightPx: 0, downPx: 0, gesture: null }),
      onZoom: (zoom) => zoomPanel(store, propsNow(), zoom),
      onDrag: (drag) => {
        const { tool: used } = store.getState()
        if (used === 'pan') panPanel(store, propsNow(), drag)
        else drawMark(store, markOf(used, gridAt(drag.fromX, drag.fromY), gridAt(drag.x, drag.y)), drag.isDone)
      },
    })
  }, [store, index])

  return (
    <>
      <div
        className={classes.picture}
        data-tool={tool}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move what it shows
        tabIndex={0}
        aria-label={label}
        aria-roledescription={TEXT.fieldRole}
        aria-describedby={help}
        onFocus={() => store.setState({ active: index })}
        onKeyDown={(event) => onKey(event, store, props)}
      >
        <canvas ref={canvas} style={{ width: size.width, height: size.height }} aria-hidden />
      </div>
      <VisuallyHidden id={help}>{TEXT.panelHelp}</VisuallyHidden>
      <CursorMark index={index} boxes={boxes} size={size} />
    </>
  )
}

function paintPanel(
  context: CanvasRenderingContext2D,
  { index, prepared, boxes, longUm, size }: Omit<PictureProps, 'label'>,
  { history: { present: view }, draft }: FieldsState,
  scheme: 'light' | 'dark',
): void {
  const window = windowOf(view, index, boxes, size)
  const scale = view.arrowScale ?? suitedArrowScale(longUm, prepared.field.umPerPx, window.zoom)
  const scene = panelScene(prepared, window, size, {
    appearance: appearance(scheme),
    outlines: view.outlines,
    arrowScale: view.arrows ? scale : null,
    marks: draft === null ? view.marks : [...view.marks, draft],
    scaleBar: true,
    orientation: index === 0,
  })
  paintScene(context, scene, globalThis.devicePixelRatio)
}

function windowNow(store: FieldsStore, { index, boxes, size }: PictureProps): SetWindow {
  return windowOf(presentView(store), index, boxes, size)
}

function zoomPanel(store: FieldsStore, props: PictureProps, zoom: Zoom): void {
  const larger = zoomedAbout(windowNow(store, props), props.size, [zoom.y, zoom.x], zoom.factor)
  moveTo(store, props, panned(larger, zoom.downPx, zoom.rightPx), zoom.gesture)
}

function panPanel(store: FieldsStore, props: PictureProps, { downPx, rightPx, gesture }: Moved): void {
  if (downPx !== 0 || rightPx !== 0) moveTo(store, props, panned(windowNow(store, props), downPx, rightPx), gesture)
}

type Moved = Pick<Drag, 'downPx' | 'rightPx' | 'gesture'>

function moveTo(store: FieldsStore, props: PictureProps, window: SetWindow, gesture: string | null): void {
  changeView(store, (view) => withWindow(view, props.index, heldOver(window, gridOf(props))), gesture)
}

function gridOf({ prepared: { field } }: PictureProps): Box {
  return { y0: 0, x0: 0, y1: field.gridHeightPx, x1: field.gridWidthPx }
}

function pinProbe(store: FieldsStore, [y, x]: readonly [number, number]): void {
  changeView(store, (view) => withMark(view, { kind: 'probe', yx: [Math.round(y), Math.round(x)] }))
}

/** What is being drawn, and what was drawn. */
function drawMark(store: FieldsStore, mark: FieldMark, isDone: boolean): void {
  store.setState({ draft: isDone ? null : mark })
  if (isDone) changeView(store, (view) => withMark(view, mark))
}

function markOf(tool: 'line' | 'region', from: readonly [number, number], to: readonly [number, number]): FieldMark {
  const [fromYx, toYx] = [tenths(from), tenths(to)]
  if (tool === 'line') return { kind: 'line', fromYx, toYx }
  return { kind: 'region', polygonYx: [fromYx, [fromYx[0], toYx[1]], toYx, [toYx[0], fromYx[1]]] }
}

function tenths([y, x]: readonly [number, number]): readonly [number, number] {
  return [Math.round(10 * y) / 10, Math.round(10 * x) / 10]
}

const KEY_ZOOM = Math.SQRT2
const KEY_PAN_SHARE = 0.1
const ARROWS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

function onKey(event: KeyboardEvent, store: FieldsStore, props: PictureProps): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (!doKey(event, store, props)) return
  event.preventDefault()
  event.stopPropagation()
}

/** whether the key means something */
function doKey({ key, shiftKey }: KeyboardEvent, store: FieldsStore, props: PictureProps): boolean {
  const { size, index } = props
  const gesture = `key-${key}-${index}`
  const middle = { x: size.width / 2, y: size.height / 2, rightPx: 0, downPx: 0, gesture }
  const arrow = ARROWS[key]
  if (arrow && shiftKey) moveCursor(store, props, arrow)
  else if (arrow) {
    const [downPx, rightPx] = [-arrow[0] * KEY_PAN_SHARE * size.height, -arrow[1] * KEY_PAN_SHARE * size.width]
    panPanel(store, props, { downPx, rightPx, gesture })
  } else if (key === '+' || key === '=') zoomPanel(store, props, { ...middle, factor: KEY_ZOOM })
  else if (key === '-' || key === '_') zoomPanel(store, props, { ...middle, factor: 1 / KEY_ZOOM })
  else if (key === '0') changeView(store, withWholeWindows)
  else if (key === 'Enter' || key === ' ') pinProbe(store, cursorNow(store, props))
  else if (key === 'Escape' && store.getState().cursor) store.setState({ cursor: null })
  else return false
  return true
}

function moveCursor(store: FieldsStore, props: PictureProps, [down, right]: readonly [number, number]): void {
  const [y, x] = cursorNow(store, props)
  const { gridHeightPx, gridWidthPx } = props.prepared.field
  const within = (value: number, most: number) => Math.min(most - 1, Math.max(0, Math.round(value)))
  const yx = [within(y + down, gridHeightPx), within(x + right, gridWidthPx)] as const
  store.setState({ cursor: { panel: props.index, yx } })
}

function cursorNow(store: FieldsStore, props: PictureProps): readonly [number, number] {
  return store.getState().cursor?.yx ?? windowNow(store, props).centreYx
}
