import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyAffine } from '../../../src/core/canonical/affine.ts'
import { momentsOf } from '../../../src/core/motion/displaced-points.ts'
import { fitRigidMotion, undoing } from '../../../src/core/motion/rigid-motion.ts'
import { anyPoints, moved } from '../../support/displaced-points.ts'

const anyAngle = fc.double({ min: -3, max: 3, noNaN: true })
const anyShift = fc.double({ min: -50, max: 50, noNaN: true })

test('a turn and a shift are found again, and undone', () => {
  fc.assert(
    fc.property(anyPoints, anyAngle, anyShift, anyShift, (points, angleRad, shiftY, shiftX) => {
      const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)]
      const displaced = moved(points, (y, x) => [cos * y + sin * x + shiftY, cos * x - sin * y + shiftX])
      const motion = fitRigidMotion(momentsOf(displaced))
      expect(Math.cos(motion.angleRad - angleRad)).toBeCloseTo(1, 10)
      const undo = undoing(motion)
      points.forEach(([y, x], i) => {
        const [backY, backX] = applyAffine(undo, [y + displaced.dy[i], x + displaced.dx[i]])
        expect(backY).toBeCloseTo(y, 8)
        expect(backX).toBeCloseTo(x, 8)
      })
    }),
  )
})

test('no other turn and shift is nearer', () => {
  fc.assert(
    fc.property(anyPoints, anyAngle, fc.infiniteStream(anyShift), (points, other, stream) => {
      const noise = () => (stream.next().value ?? 0) / 10
      const displaced = moved(points, (y, x) => [y + noise(), x + noise()])
      const errorOf = (angleRad: number, shiftY: number, shiftX: number, centerY: number, centerX: number) => {
        const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)]
        return points.reduce((sum, [y, x], i) => {
          const [py, px] = [y - centerY, x - centerX]
          const toY = cos * py + sin * px + centerY + shiftY
          const toX = cos * px - sin * py + centerX + shiftX
          return sum + (y + displaced.dy[i] - toY) ** 2 + (x + displaced.dx[i] - toX) ** 2
        }, 0)
      }
      const { angleRad, shiftY, shiftX, centerY, centerX } = fitRigidMotion(momentsOf(displaced))
      const best = errorOf(angleRad, shiftY, shiftX, centerY, centerX)
      expect(best).toBeLessThanOrEqual(errorOf(angleRad + other / 10, shiftY, shiftX, centerY, centerX) + 1e-9)
      expect(best).toBeLessThanOrEqual(errorOf(angleRad, shiftY + other, shiftX, centerY, centerX) + 1e-9)
      expect(best).toBeLessThanOrEqual(errorOf(angleRad, shiftY, shiftX - other, centerY, centerX) + 1e-9)
    }),
  )
})
