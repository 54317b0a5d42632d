import { expect, test } from 'vitest'
import { atOnce } from '../../src/service/at-once.ts'

test('keeps the items’ order, and works on so many at a time', async () => {
  let running = 0
  let most = 0
  const results = await atOnce([5, 1, 4, 2, 3], 2, undefined, async (item) => {
    most = Math.max(most, ++running)
    for (let turn = 0; turn < item; turn++) await Promise.resolve()
    running--
    return item * 10
  })
  expect(results).toEqual([50, 10, 40, 20, 30])
  expect(most).toBe(2)
})

test('begins nothing more once it is aborted', async () => {
  const abort = new AbortController()
  const begun: number[] = []
  const work = atOnce([1, 2, 3, 4], 1, abort.signal, async (item) => {
    begun.push(item)
    if (item === 2) abort.abort(new Error('enough'))
  })
  await expect(work).rejects.toThrow('enough')
  expect(begun).toEqual([1, 2])
})
