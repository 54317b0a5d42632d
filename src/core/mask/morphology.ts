import { emptyMask, type Mask } from './mask.ts'

/** Pixels whose four side neighbours are inside too; beyond the image is outside (scipy.ndimage.binary_erosion's defaults). */
export function erode(mask: Mask): Mask {
  const { heightPx, widthPx, data } = mask
  const eroded = emptyMask(heightPx, widthPx)
  for (let y = 1; y < heightPx - 1; y++) {
    for (let x = 1; x < widthPx - 1; x++) {
      const i = y * widthPx + x
      eroded.data[i] = data[i] & data[i - widthPx] & data[i + widthPx] & data[i - 1] & data[i + 1]
    }
  }
  return eroded
}

/** Pixels that are inside or have a side neighbour that is (scipy.ndimage.binary_dilation's defaults). */
export function dilate(mask: Mask): Mask {
  const { heightPx, widthPx, data } = mask
  const dilated: Mask = { heightPx, widthPx, data: data.slice() }
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const i = y * widthPx + x
      if (data[i] === 0) continue
      if (y > 0) dilated.data[i - widthPx] = 1
      if (y < heightPx - 1) dilated.data[i + widthPx] = 1
      if (x > 0) dilated.data[i - 1] = 1
      if (x < widthPx - 1) dilated.data[i + 1] = 1
    }
  }
  return dilated
}

/** Pixels of the mask that its erosion loses. */
export function boundary(mask: Mask): Mask {
  const eroded = erode(mask)
  return { ...mask, data: mask.data.map((inside, i) => inside & ~eroded.data[i]) }
}

/** The `boundary_band` of contract §3: the boundary dilated twice, which reaches 2 px beyond the mask as well. */
export function boundaryBand(mask: Mask): Mask {
  return dilate(dilate(boundary(mask)))
}
