import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  backgroundComponents,
  type Components,
  foregroundComponents,
} from '../../../src/core/mask/connected-components.ts'
import type { Mask } from '../../../src/core/mask/mask.ts'
import { anyMask, maskOf } from '../../support/masks.ts'

/** lets every pixel take the smallest label around it until nothing changes */
function oracle(mask: Mask, value: number, corners: boolean): number[] {
  const { widthPx, data } = mask
  const labels = Array.from(data, (pixel, i) => (pixel === value ? i + 1 : 0))
  for (let changed = true; changed; ) {
    changed = false
    for (let i = 0; i < labels.length; i++) {
      for (let j = 0; j < labels.length; j++) {
        if (labels[i] === 0 || labels[j] === 0 || labels[j] >= labels[i]) continue
        const dy = Math.abs(Math.floor(i / widthPx) - Math.floor(j / widthPx))
        const dx = Math.abs((i % widthPx) - (j % widthPx))
        if (corners ? Math.max(dy, dx) > 1 : dy + dx > 1) continue
        labels[i] = labels[j]
        changed = true
      }
    }
  }
  const inOrder = [...new Set(labels.filter((label) => label > 0))]
  return labels.map((label) => inOrder.indexOf(label) + 1)
}

/** the label of every pixel, 0 for those of the other kind */
function pixelLabels({ runs, labels }: Components): number[] {
  const drawn = new Array<number>(runs.heightPx * runs.widthPx).fill(0)
  for (let y = 0; y < runs.heightPx; y++) {
    for (let run = runs.starts[y]; run < runs.starts[y + 1]; run++) {
      drawn.fill(labels[run], y * runs.widthPx + runs.from[run], y * runs.widthPx + runs.to[run])
    }
  }
  return drawn
}

function expectSame(components: Components, expected: readonly number[]): void {
  const { areasPx } = components
  expect(pixelLabels(components)).toEqual(expected)
  expect(areasPx).toEqual(areasPx.map((_, k) => expected.filter((label) => label === k + 1).length))
  expect(areasPx.length).toBe(Math.max(0, ...expected))
}

test('foreground hangs together across corners, background across sides only', () => {
  fc.assert(
    fc.property(anyMask(8), (mask) => {
      expectSame(foregroundComponents(mask), oracle(mask, 1, true))
      expectSame(backgroundComponents(mask), oracle(mask, 0, false))
    }),
  )
})

test('arms that meet only at their ends are one piece, numbered by its first pixel', () => {
  const comb = maskOf('#.#.#', '#.#.#', '#####')
  expect(foregroundComponents(comb).areasPx).toEqual([11])
  expect(backgroundComponents(comb).areasPx).toEqual([2, 2])
})

test('a diagonal is one piece that parts the background', () => {
  const diagonal = maskOf('#..', '.#.', '..#')
  expect(foregroundComponents(diagonal).areasPx).toEqual([3])
  expect(backgroundComponents(diagonal).areasPx).toEqual([3, 3])
})
