/** Advances of U+0020 to U+007E in Arial's measures, thousandths of the letters' size. */
const NORMAL = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
]
const BOLD = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
  556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
  280, 389, 584,
]
const OTHERS: Readonly<Record<string, number>> = {
  '→': 1000,
  '—': 1000,
  '·': 333,
  '²': 333,
  '³': 333,
  '⁴': 333,
  '°': 400,
}
const OTHER = 584

type Weight = 'normal' | 'bold'

/** How wide a line of text is, px; letters beyond ASCII, few in a figure, are taken as wide as they are in general. */
export function textWidthPx(text: string, sizePx: number, weight: Weight = 'normal'): number {
  const table = weight === 'bold' ? BOLD : NORMAL
  let width = 0
  for (const letter of text) {
    width += table[(letter.codePointAt(0) ?? 0) - 32] ?? OTHERS[letter] ?? OTHER
  }
  return (width / 1000) * sizePx
}

/** The text, or as much of its beginning as fits, with … after it. */
export function textThatFits(text: string, widthPx: number, sizePx: number, weight: Weight = 'normal'): string {
  if (textWidthPx(text, sizePx, weight) <= widthPx) return text
  const letters = Array.from(text)
  while (letters.length > 1 && textWidthPx(`${letters.join('')}…`, sizePx, weight) > widthPx) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

/** The text in lines that fit, broken between words; a word that is too long for a line has one to itself. */
export function linesThatFit(text: string, widthPx: number, sizePx: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    const longer = last === undefined ? word : `${last} ${word}`
    if (last !== undefined && textWidthPx(longer, sizePx) <= widthPx) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}
