import { Text } from '@mantine/core'
import { useMemo } from 'react'
import type { FrameView } from '../../../api/data-contract.ts'
import type { MaskView } from '../../../api/procedure.ts'
import { applyAffine, invertAffine, type Yx } from '../../../core/canonical/affine.ts'
import { decodeCocoRle } from '../../../core/mask/coco-rle.ts'
import { maskMoments } from '../../../core/mask/moments.ts'
import { MaskCanvas, type MaskLayer } from '../../components/mask-canvas.tsx'
import { type Box, boxAround } from '../../components/mask-drawing.ts'
import { frameName } from '../../data/frame-key.ts'
import { DATA_TEXT } from '../../text/data.ts'
import classes from './data.module.css'

const TEXT = DATA_TEXT.panel
const MARGIN_PX = 24
const PLACED_MARGIN_PX = 32
/** how far from the embryo's middle the raw mask's head and back are named, µm */
const HEAD_UM = 1300
const BACK_UM = 550

/** The mask on the canonical grid, with its four sides named. */
export function PlacedMask({ view }: { readonly view: FrameView }) {
  const layers = useMemo(() => layersOf(view.placed, view.placedYolk), [view.placed, view.placedYolk])
  const box = useMemo(() => view.placed && placedBox(view.placed), [view.placed])
  return (
    <figure className={classes.figure}>
      <figcaption>{TEXT.placed}</figcaption>
      {box === null ? (
        <Text size="sm" className={classes.error}>
          {TEXT.notPlaced} {view.error}
        </Text>
      ) : (
        <div className={classes.placed}>
          <MaskCanvas layers={layers} box={box} label={TEXT.placedAlt(frameName(view))} />
          <span data-side="left">{TEXT.head}</span>
          <span data-side="right">{TEXT.tail}</span>
          <span data-side="top">{TEXT.back}</span>
          <span data-side="bottom">{TEXT.belly}</span>
        </div>
      )}
    </figure>
  )
}

/** The mask as it lies in its image, cut to where the embryo is, with the head and the back that placement saw. */
export function RawMask({ view }: { readonly view: FrameView }) {
  const layers = useMemo(() => layersOf(view.raw, view.rawYolk), [view.raw, view.rawYolk])
  const shown = useMemo(() => rawView(view), [view])
  return (
    <figure className={classes.figure}>
      <figcaption>{TEXT.raw}</figcaption>
      {shown === null ? (
        <Text size="sm" className={classes.error}>
          {TEXT.notDecoded} {view.placed === null ? '' : view.error}
        </Text>
      ) : (
        <div className={classes.raw}>
          <MaskCanvas layers={layers} label={TEXT.rawAlt(frameName(view))} box={shown.box} />
          {shown.marks.map(({ word, at }) => (
            <span key={word} style={{ top: `${at[0]}%`, left: `${at[1]}%` }}>
              {word}
            </span>
          ))}
        </div>
      )}
    </figure>
  )
}

function layersOf(body: FrameView['raw'], yolk: FrameView['rawYolk']): readonly MaskLayer[] {
  return [
    ...(body ? [{ mask: body, style: 'body' } as const] : []),
    ...(body && yolk ? [{ mask: yolk, style: 'yolk' } as const] : []),
  ]
}

/** The embryo with room about it for the names of its sides. */
function placedBox({ rle, heightPx, widthPx }: MaskView): Box {
  return boxAround(decodeCocoRle(rle, heightPx, widthPx), PLACED_MARGIN_PX)
}

interface Mark {
  readonly word: string
  /** % of the box from the top and the left */
  readonly at: Yx
}

function rawView({
  raw,
  transform,
  gridUmPerPx,
}: FrameView): { readonly box: Box; readonly marks: readonly Mark[] } | null {
  if (raw === null) return null
  const mask = decodeCocoRle(raw.rle, raw.heightPx, raw.widthPx)
  const box = boxAround(mask, MARGIN_PX)
  if (transform === null) return { box, marks: [] }
  const middle = applyAffine(transform, maskMoments(mask).centroidYx)
  const back = invertAffine(transform)
  const place = (word: string, [y, x]: Yx): Mark => {
    const [rawY, rawX] = applyAffine(back, [middle[0] + y / gridUmPerPx, middle[1] + x / gridUmPerPx])
    const share = (value: number, from: number, size: number) =>
      Math.min(94, Math.max(4, (100 * (value - from)) / size))
    return { word, at: [share(rawY, box.y, box.heightPx), share(rawX, box.x, box.widthPx)] }
  }
  return { box, marks: [place(TEXT.head, [0, -HEAD_UM]), place(TEXT.back, [-BACK_UM, 0])] }
}
