import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { MaskView } from '../../api/procedure.ts'
import { decodeCocoRle } from '../../core/mask/coco-rle.ts'
import classes from './mask-canvas.module.css'
import { type Box, drawLayers, type LayerStyle } from './mask-drawing.ts'

export interface MaskLayer {
  readonly mask: MaskView
  readonly style: LayerStyle
}

interface MaskCanvasProps {
  /** all of one size, the last on top */
  readonly layers: readonly MaskLayer[]
  /** what is seen, for a screen reader */
  readonly label: string
  /** the part that is shown, px; all where left out */
  readonly box?: Box
}

/** Masks drawn over one another, as wide as there is room. */
export function MaskCanvas({ layers, label, box }: MaskCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scheme = useComputedColorScheme('light')
  const [first] = layers
  const shown = box ?? { x: 0, y: 0, widthPx: first?.mask.widthPx ?? 1, heightPx: first?.mask.heightPx ?? 1 }
  const { x, y, widthPx, heightPx } = shown

  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const decoded = layers.map(({ mask, style }) => ({
      mask: decodeCocoRle(mask.rle, mask.heightPx, mask.widthPx),
      style,
    }))
    drawLayers(context, decoded, { x, y, widthPx, heightPx }, scheme)
  }, [layers, x, y, widthPx, heightPx, scheme])

  return (
    <canvas
      ref={canvas}
      className={classes.canvas}
      width={widthPx}
      height={heightPx}
      role="img"
      aria-label={label}
      style={{ aspectRatio: `${widthPx} / ${heightPx}` }}
    />
  )
}
