import { decode, encode } from 'fast-png'

/** as many as a palette holds */
const COLOURS = 256

/** A picture's colours as 24-bit numbers, one a pixel. */
type Colours = Uint32Array

/** Makes a screenshot small: its most frequent 256 colours, and for every other one the nearest of them. */
export function palettePng(png: Uint8Array): Uint8Array {
  const { width, height, data, channels } = decode(png)
  const colours = Uint32Array.from({ length: width * height }, (_, pixel) => {
    const at = pixel * channels
    return (data[at] << 16) | (data[at + 1] << 8) | data[at + 2]
  })
  const byCount = [...counted(colours)].sort(([, one], [, other]) => other - one).map(([colour]) => colour)
  const kept = byCount.slice(0, COLOURS)
  const indexOf = new Map(byCount.map((colour) => [colour, nearest(colour, kept)]))
  const indices = Uint8Array.from(colours, (colour) => indexOf.get(colour) ?? 0)
  const image = { width, height, data: indices, channels: 1, depth: 8, palette: kept.map(parts) } as const
  return encode(image, { zlib: { level: 9 } })
}

function counted(colours: Colours): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  return counts
}

function nearest(colour: number, kept: readonly number[]): number {
  const distances = kept.map((other) => distance(parts(colour), parts(other)))
  return distances.indexOf(Math.min(...distances))
}

function parts(colour: number): [number, number, number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255]
}

function distance(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, i) => sum + (value - other[i]) ** 2, 0)
}
