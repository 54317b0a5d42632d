import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stagesBefore } from '../../src/engines/stages.ts'
import { anyShapedProblem } from '../support/any-shape.ts'
import { measureWhere, moved } from '../support/transport-problems.ts'

test('blocks halve and ε falls, step by step, until the problem itself is near; each blur covers its block', () => {
  fc.assert(
    fc.property(anyShapedProblem(64, [1e-7, 1e-2]), (problem) => {
      const { epsilon, coordScale } = problem
      const stages = stagesBefore(problem)
      for (const stage of stages) {
        expect(Math.log2(stage.blockPx) % 1).toBe(0)
        expect(stage.epsilon).toBeGreaterThanOrEqual(Math.min(epsilon, 2 * (stage.blockPx * coordScale) ** 2))
        expect(stage.epsilon).toBeGreaterThanOrEqual(epsilon)
      }
      stages.slice(1).forEach((stage, i) => {
        const before = stages[i]
        expect(before.blockPx / stage.blockPx).toBe(before.blockPx === 1 ? 1 : 2)
        expect(stage.epsilon).toBeLessThanOrEqual(before.epsilon)
        expect(before.epsilon / stage.epsilon).toBeLessThanOrEqual(4 * (1 + 1e-12))
      })
      const last = stages.at(-1)
      if (last) expect(last.blockPx === 1 ? last.epsilon / epsilon : last.blockPx).toBeLessThanOrEqual(8)
    }),
    { numRuns: 300 },
  )
})

const body = measureWhere(60, 100, (y, x) => ((y - 30) / 28) ** 2 + ((x - 50) / 48) ** 2 < 1)
const lone = measureWhere(1, 3, () => true)
const at = (epsilon: number) => ({ metric: 'sqeuclidean', coordScale: 1 / 576, epsilon, regM: 10 }) as const

test('a mask is coarsened, and needs ε-scaling only where ε is smaller than a pixel bears', () => {
  const pair = { source: body, target: moved(body, 3, 9) }
  expect(stagesBefore({ ...pair, ...at(1e-4) }).map(({ blockPx }) => blockPx)).toEqual([16, 8, 4])
  expect(stagesBefore({ ...pair, ...at(1e-7) }).map(({ blockPx }) => blockPx)).toEqual([16, 8, 4, 2, 1, 1, 1])
})

test('few points are not coarsened, but approached from an ε at which none is out of reach', () => {
  const far = { source: lone, target: moved(lone, 0, 200) }
  const stages = stagesBefore({ ...far, ...at(1e-4) })
  expect(stages.every(({ blockPx }) => blockPx === 1)).toBe(true)
  expect(stages[0].epsilon).toBeGreaterThan((200 / 576) ** 2 / 20)
  expect(stagesBefore({ ...far, target: moved(lone, 0, 1), ...at(1e-2) })).toEqual([])
})
