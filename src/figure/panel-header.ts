import type { PanelField, PanelRef } from '../core/analysis/panel-field.ts'
import type { Appearance } from './appearance.ts'
import type { SceneText } from './scene.ts'
import { sceneText } from './scene-parts.ts'
import { LINE_HEIGHT, TEXT_PX } from './text-style.ts'
import { textThatFits, textWidthPx } from './text-width.ts'

const LETTER_ROOM_PX = 15
const BELOW_PX = 5

/** What stands above a panel: its letter, its title and how many embryos went in. */
export interface PanelHeader {
  readonly letter: string | null
  readonly lines: readonly string[]
  readonly counts: string | null
}

/** @param letter null in a figure of one panel */
export function panelHeader(field: PanelField, ref: PanelRef, letter: string | null, widthPx: number): PanelHeader {
  const room = widthPx - (letter === null ? 0 : LETTER_ROOM_PX)
  const joined = field.title.join(' ')
  const fits = textWidthPx(joined, TEXT_PX.title, 'bold') <= room
  const lines = fits ? [joined] : field.title
  return {
    letter,
    lines: lines.map((line) => textThatFits(line, room, TEXT_PX.title, 'bold')),
    counts: countsText(field, ref),
  }
}

/** `n = 8 embryos, 24 pairs`; for a difference both groups', the group's first. */
export function countsText({ counts }: Pick<PanelField, 'counts'>, { kind }: PanelRef): string | null {
  if (counts === null || kind === 'pair') return null
  const numbers = (values: readonly number[]) => values.join(' − ')
  return kind === 'mean'
    ? `n = ${counted(counts.embryos[0] ?? 0, 'embryo')}, ${counted(counts.pairs[0] ?? 0, 'pair')}`
    : `n = ${numbers(counts.embryos)} embryos, ${numbers(counts.pairs)} pairs`
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** room that headers of panels in one figure take */
export function headerHeightPx(headers: readonly PanelHeader[]): number {
  const lines = Math.max(
    ...headers.map((header) => header.lines.length * TEXT_PX.title + (header.counts === null ? 0 : TEXT_PX.label)),
  )
  return lines * LINE_HEIGHT + BELOW_PX
}

/** Its texts, the last line's baseline a little above the panel, whose top left is (x, y). */
export function headerTexts(
  header: PanelHeader,
  x: number,
  y: number,
  look: Appearance,
  heightPx: number,
): SceneText[] {
  const left = x + (header.letter === null ? 0 : LETTER_ROOM_PX)
  const top = y - heightPx
  const firstLine = top + TEXT_PX.title
  return [
    ...(header.letter === null
      ? []
      : [sceneText(x, firstLine, header.letter, look.text, { sizePx: TEXT_PX.letter, weight: 'bold' })]),
    ...header.lines.map((line, i) =>
      sceneText(left, firstLine + i * LINE_HEIGHT * TEXT_PX.title, line, look.text, {
        sizePx: TEXT_PX.title,
        weight: i === 0 ? 'bold' : 'normal',
      }),
    ),
    ...(header.counts === null
      ? []
      : [sceneText(left, firstLine + header.lines.length * LINE_HEIGHT * TEXT_PX.title, header.counts, look.dimmed)]),
  ]
}
