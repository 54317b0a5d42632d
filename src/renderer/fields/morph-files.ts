/// <reference path="./gifenc.d.ts" />
import { zipSync } from 'fflate'
import { applyPalette, GIFEncoder, quantize } from 'gifenc'
import type { Scene } from '../../figure/scene.ts'
import { paintScene } from './canvas-painter.ts'

/** how long a frame is seen, ms; the ends longer */
const FRAME_MS = 80
const END_MS = 700
/** device px a px of the scene: sharp on paper, small as a file */
const PIXEL_RATIO = 2

/** Scenes of one size as a GIF that goes there and starts again; the window stays usable meanwhile. */
export async function gifOf(scenes: readonly Scene[]): Promise<Blob> {
  const gif = GIFEncoder()
  for (const [i, scene] of scenes.entries()) {
    const { data, width, height } = pixelsOf(paintedOn(scene))
    const palette = quantize(data, 64)
    const isEnd = i === 0 || i === scenes.length - 1
    gif.writeFrame(applyPalette(data, palette), width, height, { palette, delay: isEnd ? END_MS : FRAME_MS, repeat: 0 })
    await breath()
  }
  gif.finish()
  return new Blob([gif.bytes()], { type: 'image/gif' })
}

/** Scenes as PNGs in a ZIP, numbered in their order. */
export async function pngsOf(scenes: readonly Scene[], name: string): Promise<Blob> {
  const files: Record<string, Uint8Array> = {}
  for (const [i, scene] of scenes.entries()) {
    const png = await new Promise<Blob | null>((resolve) => paintedOn(scene).canvas.toBlob(resolve))
    if (png === null) throw new Error('this browser made no PNG')
    files[`${name}-${String(i).padStart(3, '0')}.png`] = new Uint8Array(await png.arrayBuffer())
  }
  // PNGs are packed already
  return new Blob([new Uint8Array(zipSync(files, { level: 0 }))], { type: 'application/zip' })
}

function paintedOn(scene: Scene): CanvasRenderingContext2D {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('this browser has no canvas')
  paintScene(context, scene, PIXEL_RATIO)
  return context
}

function pixelsOf(context: CanvasRenderingContext2D): ImageData {
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height)
}

function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
