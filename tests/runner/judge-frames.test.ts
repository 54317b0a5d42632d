import { expect, test } from 'vitest'
import { needsNeighbours, withNeighbours } from '../../src/runner/judge-frames.ts'

test('a frame comes with the three before and after it, and each once', () => {
  const all = ['a', 'b'].flatMap((embryoId) => [9, 8, 7, 6, 5, 4, 3, 2].map((frameIndex) => ({ embryoId, frameIndex })))
  const wanted = withNeighbours(
    [
      { embryoId: 'a', frameIndex: 3 },
      { embryoId: 'a', frameIndex: 4 },
    ],
    all,
  )
  expect(wanted.map(({ embryoId, frameIndex }) => `${embryoId}${frameIndex}`)).toEqual([
    'a2',
    'a3',
    'a4',
    'a5',
    'a6',
    'a7',
  ])
})

test('what an embryo’s course tells needs neighbours, what a mask shows does not', () => {
  expect([needsNeighbours('area-jump'), needsNeighbours('straight-cut')]).toEqual([true, false])
})
