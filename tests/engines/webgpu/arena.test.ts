import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arena } from '../../../src/engines/webgpu/arena.ts'

test('parts never overlap, lie within the room, and are refused only where no gap is large enough', () => {
  const room = 50
  const anyMove = fc.oneof(
    fc.record({ take: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ give: fc.nat({ max: 20 }) }),
  )
  fc.assert(
    fc.property(fc.array(anyMove, { maxLength: 60 }), (moves) => {
      const parts = arena(room)
      const taken: { start: number; size: number }[] = []
      for (const move of moves) {
        if ('give' in move) {
          const [part] = taken.splice(move.give % Math.max(1, taken.length), 1)
          if (part) parts.give(part.start)
          continue
        }
        const used = new Uint8Array(room)
        for (const { start, size } of taken) used.fill(1, start, start + size)
        const isFree = (from: number) => from + move.take <= room && !used.subarray(from, from + move.take).includes(1)
        const start = parts.take(move.take)
        if (start === undefined) expect([...used.keys()].some(isFree)).toBe(false)
        else {
          expect(isFree(start)).toBe(true)
          taken.push({ start, size: move.take })
        }
      }
    }),
  )
})
