import { describe, expect, it } from 'vitest'
import { firstView, withMap } from '../../../src/renderer/fields/view-changes.ts'
import { changed, historyOf, redone, undone } from '../../../src/renderer/fields/view-history.ts'

const first = firstView([{ kind: 'pair', runId: 'a', pairId: 'p' }])
const arrowless = { ...first, arrows: false }
const zoomed = (zoom: number) => ({ ...first, window: { centreYx: [0, 0] as const, zoom } })

describe('a view’s history', () => {
  it('goes back and forth to the views as they were', () => {
    const two = changed(changed(historyOf(first), arrowless), withMap(arrowless, 'along'))
    expect(undone(two).present).toBe(arrowless)
    expect(undone(undone(two)).present).toBe(first)
    expect(redone(redone(undone(undone(two)))).present).toBe(two.present)
    expect(undone(historyOf(first)).present).toBe(first)
    expect(redone(two)).toBe(two)
  })

  it('takes back a whole gesture at once, and the next one by itself', () => {
    let history = historyOf(first)
    for (const zoom of [2, 3, 4]) history = changed(history, zoomed(zoom), 'wheel-1')
    for (const zoom of [5, 6]) history = changed(history, zoomed(zoom), 'wheel-2')
    expect(undone(history).present.window.zoom).toBe(4)
    expect(undone(undone(history)).present).toBe(first)
  })

  it('a change after going back forgets what came after; one that changes nothing is none', () => {
    const back = undone(changed(historyOf(first), arrowless))
    expect(redone(changed(back, zoomed(9))).present.window.zoom).toBe(9)
    expect(changed(back, first)).toBe(back)
  })
})
