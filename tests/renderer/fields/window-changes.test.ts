import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toGrid } from '../../../src/figure/panel-window.ts'
import { heldOver, LEAST_ZOOM, MOST_ZOOM, panned, zoomedAbout } from '../../../src/renderer/fields/window-changes.ts'

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const window = fc.record({ centreYx: fc.tuple(number(0, 255), number(0, 575)), zoom: number(0.5, 32) })
const size = fc.record({ width: fc.integer({ min: 40, max: 2000 }), height: fc.integer({ min: 40, max: 1200 }) })
const share = number(0, 1)

describe('zoomedAbout', () => {
  it('leaves under the pointer what lies under it', () => {
    fc.assert(
      fc.property(window, size, share, share, number(0.1, 10), (before, room, down, right, factor) => {
        const yx = [down * room.height, right * room.width] as const
        const after = zoomedAbout(before, room, yx, factor)
        const [was, is] = [toGrid(yx, before, room), toGrid(yx, after, room)]
        expect(is[0]).toBeCloseTo(was[0], 6)
        expect(is[1]).toBeCloseTo(was[1], 6)
      }),
    )
  })

  it('keeps the zoom within bounds, and the place with it', () => {
    const at = { centreYx: [10, 20], zoom: 50 } as const
    const room = { width: 100, height: 80 }
    expect(zoomedAbout(at, room, [5, 5], 1000).zoom).toBe(MOST_ZOOM)
    expect(zoomedAbout(at, room, [5, 5], 1e-6).zoom).toBe(LEAST_ZOOM)
    expect(toGrid([5, 5], zoomedAbout(at, room, [5, 5], 1000), room)[0]).toBeCloseTo(toGrid([5, 5], at, room)[0], 9)
  })
})

describe('panned', () => {
  it('moves what lies under the pointer as far as the pointer, and back', () => {
    fc.assert(
      fc.property(window, size, number(-300, 300), number(-300, 300), (before, room, down, right) => {
        const after = panned(before, down, right)
        const [wasY, wasX] = toGrid([7, 9], before, room)
        const [isY, isX] = toGrid([7 + down, 9 + right], after, room)
        expect(isY).toBeCloseTo(wasY, 6)
        expect(isX).toBeCloseTo(wasX, 6)
        const back = panned(after, -down, -right)
        expect(back.centreYx[0]).toBeCloseTo(before.centreYx[0], 6)
        expect(back.centreYx[1]).toBeCloseTo(before.centreYx[1], 6)
      }),
    )
  })
})

it('the middle stays over the grid', () => {
  const grid = { y0: 0, x0: 0, y1: 256, x1: 576 }
  expect(heldOver({ centreYx: [-40, 900], zoom: 2 }, grid).centreYx).toEqual([0, 575])
  expect(heldOver({ centreYx: [12, 34], zoom: 2 }, grid).centreYx).toEqual([12, 34])
})
