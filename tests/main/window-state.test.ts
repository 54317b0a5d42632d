import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isReachable, keepWindowState, readWindowState } from '../../src/main/window-state.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'

describe("a window's state", () => {
  it('is read as it was kept', () => {
    const path = join(tempDir(), 'window.json')
    const state = { bounds: { x: -1200, y: 40, width: 900, height: 700 }, isMaximized: true }
    keepWindowState(path, state)
    expect(readWindowState(path)).toEqual(state)
  })

  it.each(['', '{', '[]', '{"bounds":{"x":0,"y":0,"width":0,"height":5},"isMaximized":false}', '{"isMaximized":true}'])(
    'is none where the file holds %j',
    (content) => {
      expect(readWindowState(tempFile('window.json', content))).toBeUndefined()
    },
  )

  it('is none where there is no file', () => {
    expect(readWindowState(join(tempDir(), 'window.json'))).toBeUndefined()
  })
})

describe('a window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 }

  it('can be taken hold of wherever it lies wholly on a screen', () => {
    const inside = fc.record({ x: fc.integer({ min: 0, max: 920 }), y: fc.integer({ min: 0, max: 480 }) })
    fc.assert(fc.property(inside, (at) => isReachable({ ...at, width: 1000, height: 600 }, [screen])))
  })

  it("can't where its screen is gone or its upper edge is off it", () => {
    const lost = [
      { x: 1920, y: 100 },
      { x: 1900, y: 100 },
      { x: -990, y: 100 },
      { x: 100, y: -30 },
      { x: 100, y: 1079 },
    ]
    for (const at of lost) expect(isReachable({ ...at, width: 1000, height: 600 }, [screen])).toBe(false)
    expect(isReachable({ x: 2000, y: 100, width: 1000, height: 600 }, [screen, { ...screen, x: 1920 }])).toBe(true)
  })
})
