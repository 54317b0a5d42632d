import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toGrid } from '../../../src/figure/panel-window.ts'
import { pinched } from '../../../src/renderer/fields/pointer-gestures.ts'
import { panned, zoomedAbout } from '../../../src/renderer/fields/window-changes.ts'

const size = { width: 800, height: 500 }
const place = fc.record({ x: fc.integer({ min: 0, max: 800 }), y: fc.integer({ min: 0, max: 500 }) })

it('what lies midway between two fingers goes with them', () => {
  fc.assert(
    fc.property(place, place, place, (before, after, other) => {
      fc.pre(Math.hypot(before.x - other.x, before.y - other.y) > 20)
      fc.pre(Math.hypot(after.x - other.x, after.y - other.y) > 20)
      const pinch = pinched(before, after, other)
      const window = { centreYx: [100, 200], zoom: 3 } as const
      const zoomed = panned(zoomedAbout(window, size, [pinch.y, pinch.x], pinch.factor), pinch.downPx, pinch.rightPx)
      fc.pre(Math.abs(zoomed.zoom - 3 * pinch.factor) < 1e-9)
      const was = toGrid([(before.y + other.y) / 2, (before.x + other.x) / 2], window, size)
      const is = toGrid([(after.y + other.y) / 2, (after.x + other.x) / 2], zoomed, size)
      expect(is[0]).toBeCloseTo(was[0], 6)
      expect(is[1]).toBeCloseTo(was[1], 6)
    }),
  )
})
