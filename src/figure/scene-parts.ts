import type { ScenePath, SceneText } from './scene.ts'
import { TEXT_PX } from './text-style.ts'

/** Items of a scene, with what most of them leave at its usual value. */

export function sceneText(x: number, y: number, text: string, fill: string, style: Partial<SceneText> = {}): SceneText {
  const usual = { sizePx: TEXT_PX.label, anchor: 'start', weight: 'normal', halo: null, turnedDeg: 0 } as const
  return { kind: 'text', x, y, text, fill, ...usual, ...style }
}

export function openPath(
  lines: readonly Float32Array[],
  stroke: string,
  strokePx: number,
  dash: readonly number[] = [],
): ScenePath {
  return { kind: 'path', lines, closed: false, stroke, strokePx, dash, fill: null }
}

export function closedPath(
  lines: readonly Float32Array[],
  style: Partial<Pick<ScenePath, 'fill' | 'stroke' | 'strokePx' | 'dash'>>,
): ScenePath {
  return { kind: 'path', lines, closed: true, stroke: null, strokePx: 0, dash: [], fill: null, ...style }
}

export function rectLine(x: number, y: number, width: number, height: number): Float32Array {
  return Float32Array.of(x, y, x + width, y, x + width, y + height, x, y + height)
}
