/** Viridis (van der Walt and Smith 2015) at nine places: perceptually even, and told apart by colour-blind readers. */
const PLACES = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
] as const

/** 256 colours from small to large, RGB bytes one after the other. */
export const MAGNITUDE_COLOURS: Uint8ClampedArray = Uint8ClampedArray.from({ length: 3 * 256 }, (_, i) => {
  const at = (Math.floor(i / 3) / 255) * (PLACES.length - 1)
  const below = PLACES[Math.floor(at)] ?? PLACES[0]
  const above = PLACES[Math.ceil(at)] ?? below
  const channel = i % 3
  const [from = 0, to = 0] = [below[channel], above[channel]]
  return Math.round(from + (to - from) * (at - Math.floor(at)))
})

/** The same as a CSS gradient from left to right. */
export const MAGNITUDE_GRADIENT = `linear-gradient(to right, ${PLACES.map((rgb) => `rgb(${rgb.join(' ')})`).join(', ')})`
