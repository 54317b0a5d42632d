import { expect, test } from 'vitest'
import { ByteCache } from '../../../src/service/fields/byte-cache.ts'

/** a cache of 10 bytes whose values are as large as they say, and what was made for it */
function smallCache() {
  const made: string[] = []
  const cache = new ByteCache<number>(10, (bytes) => bytes)
  const get = (key: string, bytes: number) =>
    cache.get(key, async () => {
      made.push(key)
      return bytes
    })
  return { cache, made, get }
}

test('what was asked for last is kept, up to the bound', async () => {
  const { cache, made, get } = smallCache()
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key, 4)
  // c pushed b out, as a was asked for since; then b came again and pushed c out
  expect(made).toEqual(['a', 'b', 'c', 'b'])
  expect(cache.bytes).toBe(8)
  expect(cache.peek('c')).toBeUndefined()
  expect(await cache.peek('a')).toBe(4)
})

test('one that is larger than the bound is kept until the next comes', async () => {
  const { cache, made, get } = smallCache()
  await get('huge', 50)
  await get('huge', 50)
  await get('small', 1)
  expect(made).toEqual(['huge', 'small'])
  expect(cache.bytes).toBe(1)
})

test('it is made once for all who ask at the same time, and again after it failed', async () => {
  const { made, get, cache } = smallCache()
  await Promise.all([get('a', 1), get('a', 1)])
  expect(made).toEqual(['a'])
  await expect(cache.get('bad', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await get('bad', 2)).toBe(2)
})
