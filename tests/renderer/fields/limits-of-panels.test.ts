import { expect, it } from 'vitest'
import { limitsOf } from '../../../src/renderer/fields/use-prepared-panels.ts'
import { panelField } from '../../support/panel-fields.ts'

const box = { y0: 0, x0: 0, y1: 1, x1: 4 }
const small = panelField(box, Float32Array.of(1, 2, 3, 4))
const large = panelField(box, Float32Array.of(10, 20, 30, 40))
const signed = panelField(box, Float32Array.of(-2, 1, 0, 2), { kind: 'signed', unit: '' })
const whole = { kind: 'robust', lowPct: 0, highPct: 100 } as const
const own = [null, null, null] as const

it('panels share limits over all that they show; those of another kind or unit do not join', () => {
  const [a, b, c] = limitsOf([small, large, signed], own, whole)
  expect([a?.low, a?.high]).toEqual([0, 40])
  expect(b).toBe(a)
  expect([c?.low, c?.high]).toEqual([-2, 2])
})

it('a panel with limits of its own neither gets nor gives any', () => {
  const [a, b] = limitsOf([small, large, undefined], [null, whole, null], whole)
  expect(a?.high).toBe(4)
  expect(b?.high).toBe(40)
})
