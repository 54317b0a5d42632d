import type { Mask } from './mask.ts'
import { MaskError } from './mask-error.ts'
import { maskFromRuns, requireSize, runsFromMask } from './run-lengths.ts'

/** a character carries 5 bits, lowest first; bit 6 says that more follow, and the last one's bit 5 is the sign */
const FIRST_CHARACTER = 48
const PAYLOAD = 0x1f
const SIGN = 0x10
const CONTINUED = 0x20

/** 7 × 5 bits hold every difference of two 32-bit run lengths */
const LONGEST_NUMBER = 7

/** run lengths from this one on are written as the difference from the one two before */
const FIRST_DIFFERENCE = 3

/**
 * The mask in COCO's compressed run lengths, the `counts` string of pycocotools (contract §1.1 a): column-major, 5-bit chunks.
 *
 * @throws MaskError where a character is illegal, the string ends inside a number, or the runs do not add up to the size
 */
export function decodeCocoRle(counts: string, heightPx: number, widthPx: number): Mask {
  requireSize(heightPx, widthPx)
  const runs = integersFromText(counts)
  for (let i = FIRST_DIFFERENCE; i < runs.length; i++) runs[i] += runs[i - 2]
  return maskFromRuns(runs, heightPx, widthPx, 'column-major')
}

/** The mask's compressed COCO run lengths, character for character as pycocotools writes them. */
export function encodeCocoRle(mask: Mask): string {
  const runs = runsFromMask(mask, 'column-major')
  return runs.map((run, i) => integerAsText(i < FIRST_DIFFERENCE ? run : run - runs[i - 2])).join('')
}

function integersFromText(text: string): number[] {
  const integers: number[] = []
  let value = 0
  let scale = 1
  let characters = 0
  for (let i = 0; i < text.length; i++) {
    const chunk = text.charCodeAt(i) - FIRST_CHARACTER
    if (chunk < 0 || chunk > (CONTINUED | PAYLOAD)) {
      throw new MaskError(
        `character ${i + 1} of the compressed RLE is ${JSON.stringify(text[i])}: only the characters '0' to 'o' ` +
          'occur in one; was the column quoted or escaped twice?',
      )
    }
    if (++characters > LONGEST_NUMBER) {
      throw new MaskError(`the compressed RLE holds a number of more than ${LONGEST_NUMBER} characters, up to ${i + 1}`)
    }
    value += (chunk & PAYLOAD) * scale
    scale *= PAYLOAD + 1
    if (chunk & CONTINUED) continue
    integers.push(chunk & SIGN ? value - scale : value)
    value = 0
    scale = 1
    characters = 0
  }
  if (characters > 0) {
    throw new MaskError(
      `the compressed RLE ends inside a number, after ${text.length} characters: it was cut off ` +
        '(a spreadsheet keeps 32,767 characters a cell); export it again',
    )
  }
  return integers
}

function integerAsText(integer: number): string {
  let text = ''
  let rest = integer
  for (;;) {
    const chunk = rest & PAYLOAD
    rest >>= 5
    const done = chunk & SIGN ? rest === -1 : rest === 0
    text += String.fromCharCode(FIRST_CHARACTER + (done ? chunk : chunk | CONTINUED))
    if (done) return text
  }
}
