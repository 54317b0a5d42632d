import { describe, expect, it } from 'vitest'
import { FrameCache } from '../../src/runner/frame-cache.ts'

const size = (value: number) => value

describe('FrameCache', () => {
  it('makes a value once, also for those who ask while it is being made', async () => {
    const cache = new FrameCache(100, size)
    let made = 0
    const make = async () => {
      made++
      return 10
    }
    expect(await Promise.all([cache.get('a', make), cache.get('a', make)])).toEqual([10, 10])
    await cache.get('a', make)
    expect(made).toBe(1)
  })

  it('lets the least recently used go when the bound is passed', async () => {
    const cache = new FrameCache(25, size)
    const made: string[] = []
    const get = (key: string) =>
      cache.get(key, async () => {
        made.push(key)
        return 10
      })
    await get('a')
    await get('b')
    await get('a')
    await get('c')
    await get('a')
    await get('b')
    expect(made).toEqual(['a', 'b', 'c', 'b'])
  })

  it('forgets a failure, so that it can be tried again', async () => {
    const cache = new FrameCache(100, size)
    await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await cache.get('a', async () => 7)).toBe(7)
  })
})
