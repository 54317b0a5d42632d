import type { PanelField, PanelRef } from '../core/analysis/panel-field.ts'
import type { Appearance } from './appearance.ts'
import type { SceneText } from './scene.ts'
import { sceneText } from './scene-parts.ts'
import { LINE_HEIGHT, TEXT_PX } from './text-style.ts'
import { textThatFits, textWidthPx } from './text-width.ts'

const LETTER_ROOM_PX = 15
const BELOW_PX = 5

/** What stands above a panel: its letter and its title, in which a group says how many embryos it has. */
export interface PanelHeader {
  /** null in a figure of one panel */
  readonly letter: string | null
  readonly lines: readonly string[]
}

/** A pair's two ends stand in one line where they fit. */
export function panelHeader(
  { title }: PanelField,
  { kind }: PanelRef,
  letter: string | null,
  widthPx: number,
): PanelHeader {
  const room = widthPx - (letter === null ? 0 : LETTER_ROOM_PX)
  const joined = title.join(' ')
  const isOneLine = kind === 'pair' && textWidthPx(joined, TEXT_PX.title, 'bold') <= room
  const lines = isOneLine ? [joined] : title
  return { letter, lines: lines.map((line, i) => textThatFits(line, room, TEXT_PX.title, weightOf(i))) }
}

/** room that headers of panels in one figure take */
export function headerHeightPx(headers: readonly PanelHeader[]): number {
  return Math.max(...headers.map(({ lines }) => lines.length)) * LINE_HEIGHT * TEXT_PX.title + BELOW_PX
}

/** Its texts, above a panel whose top left is (x, y). */
export function headerTexts(
  { letter, lines }: PanelHeader,
  x: number,
  y: number,
  { text }: Appearance,
  heightPx: number,
): SceneText[] {
  const baseline = y - heightPx + TEXT_PX.title
  const left = x + (letter === null ? 0 : LETTER_ROOM_PX)
  return [
    ...(letter === null ? [] : [sceneText(x, baseline, letter, text, { sizePx: TEXT_PX.letter, weight: 'bold' })]),
    ...lines.map((line, i) =>
      sceneText(left, baseline + i * LINE_HEIGHT * TEXT_PX.title, line, text, {
        sizePx: TEXT_PX.title,
        weight: weightOf(i),
      }),
    ),
  ]
}

function weightOf(line: number): 'bold' | 'normal' {
  return line === 0 ? 'bold' : 'normal'
}
