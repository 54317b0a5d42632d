import { expect, test } from 'vitest'
import { whilePending } from '../../src/service/while-pending.ts'

test('looks at the beginning, then tells only what is new, and ends with the work', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let looks = 0
  const seen: number[] = []
  const states = [0, 0, 0, 1, 1, 2]
  for await (const state of whilePending(
    promise,
    () => {
      if (++looks === states.length) resolve()
      return states[looks - 1]
    },
    undefined,
  )) {
    seen.push(state)
  }
  expect(seen).toEqual([0, 1, 2])
})

test('ends quietly where the work fails: whoever awaits it is told', async () => {
  const work = Promise.reject(new Error('no such file'))
  for await (const _ of whilePending(work, () => 0, undefined)) {
    // looked at once
  }
  await expect(work).rejects.toThrow('no such file')
})

test('stops looking when the caller leaves', async () => {
  const abort = new AbortController()
  const looking = whilePending(new Promise(() => {}), () => 0, abort.signal)
  await looking.next()
  abort.abort(new Error('left'))
  await expect(looking.next()).rejects.toThrow('left')
})
