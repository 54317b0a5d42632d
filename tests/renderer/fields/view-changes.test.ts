import { describe, expect, it } from 'vitest'
import { fieldViewSchema } from '../../../src/api/field-schemas.ts'
import type { PanelRef } from '../../../src/core/analysis/panel-field.ts'
import { MOST_PANELS } from '../../../src/figure/field-view.ts'
import { WHOLE_WINDOW } from '../../../src/figure/usual-view.ts'
import {
  areLimitsLinked,
  areWindowsLinked,
  firstView,
  linkedLimits,
  linkedWindows,
  stepped,
  withLimits,
  withMap,
  withWholeWindows,
  withWindow,
} from '../../../src/renderer/fields/view-changes.ts'

const pair = (pairId: string, runId = 'run'): PanelRef => ({ kind: 'pair', runId, pairId })
const shownIn = (view: { readonly panels: readonly { readonly ref: PanelRef }[] }) =>
  view.panels.map(({ ref }) => (ref.kind === 'pair' ? ref.pairId : ref.kind))
const three = firstView(['a', 'b', 'c'].map((pairId) => pair(pairId)))
const near = { centreYx: [40, 50] as const, zoom: 4 }
const far = { centreYx: [90, 10] as const, zoom: 2 }

describe('windows', () => {
  it('one moves all while they are linked', () => {
    const view = withWindow(three, 1, near)
    expect(view.window).toEqual(near)
    expect(areWindowsLinked(view)).toBe(true)
  })

  it('unlinked, each begins where all were and moves alone; linked again, all go to the first one’s', () => {
    const apart = linkedWindows(withWindow(three, 0, near), false)
    expect(apart.panels.map(({ window }) => window)).toEqual([near, near, near])
    const moved = withWindow(apart, 0, far)
    expect(moved.panels.map(({ window }) => window)).toEqual([far, near, near])
    const again = linkedWindows(moved, true)
    expect(areWindowsLinked(again)).toBe(true)
    expect(again.window).toEqual(far)
  })

  it('reset shows the whole in every panel, linked or not', () => {
    const apart = linkedWindows(withWindow(three, 0, near), false)
    for (const view of [withWholeWindows(apart), withWholeWindows(withWindow(three, 0, near))]) {
      for (const { window } of view.panels) expect(window ?? view.window).toEqual(WHOLE_WINDOW)
    }
  })
})

describe('limits', () => {
  const fixed = { kind: 'fixed', low: 0, high: 90 } as const
  it('are all panels’, or one’s own', () => {
    expect(withLimits(three, 2, fixed).limits).toEqual(fixed)
    const apart = withLimits(linkedLimits(three, false), 2, fixed)
    expect(apart.panels.map(({ limits }) => limits?.kind)).toEqual(['robust', 'robust', 'fixed'])
    expect(areLimitsLinked(linkedLimits(apart, true))).toBe(true)
  })

  it('of one map are forgotten with it', () => {
    const view = withMap(withLimits(linkedLimits(three, false), 0, fixed), 'cost')
    expect(view.limits.kind).toBe('robust')
    expect(areLimitsLinked(view)).toBe(true)
  })
})

describe('stepping through a run’s pairs', () => {
  const pairIds = Array.from({ length: 313 }, (_, i) => `p${i}`)
  it('shows every pair once on the way from the first to the last, one at a time', () => {
    let view = firstView([pair('p0')])
    const seen = ['p0']
    for (let i = 0; i < 312; i++) {
      view = stepped(view, pairIds, 'run', 1)
      seen.push(...shownIn(view))
    }
    expect(seen).toEqual(pairIds)
    expect(stepped(view, pairIds, 'run', 1)).toBe(view)
  })

  it('moves several panels on by as many as they are, and leaves other runs’ alone', () => {
    const view = firstView([pair('p0'), pair('x', 'other'), pair('p1')])
    expect(shownIn(stepped(view, pairIds, 'run', 1))).toEqual(['p2', 'x', 'p3'])
    expect(shownIn(stepped(stepped(view, pairIds, 'run', 1), pairIds, 'run', -1))).toEqual(['p0', 'x', 'p1'])
    const last = firstView([pair('p311'), pair('p312')])
    expect(shownIn(stepped(last, pairIds, 'run', 1))).toEqual(['p311', 'p312'])
  })
})

it('a view never has more panels than fit, and is one that a study keeps', () => {
  const many = firstView(Array.from({ length: 40 }, (_, i) => pair(`p${i}`)))
  expect(many.panels).toHaveLength(MOST_PANELS)
  expect(fieldViewSchema.parse(linkedWindows(withWindow(many, 3, near), false)).panels).toHaveLength(MOST_PANELS)
})
