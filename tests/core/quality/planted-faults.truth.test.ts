import { describe, expect, test } from 'vitest'
import { PLACEMENTS } from '../../../src/core/canonical/place-frame.ts'
import { judgedFilm } from '../../support/planted-faults.ts'

const LEAST_SENSITIVITY = 0.95
const MOST_FALSE = 0.02

describe.each(PLACEMENTS)('in a film of 200 frames with a fault in one of ten, under placement = %s', (placement) => {
  test('the flags find the faults, and little else', { timeout: 60_000 }, () => {
    const frames = judgedFilm(1, placement)
    const faulty = frames.filter(({ fault }) => fault !== undefined)
    const missed = faulty.filter(({ flags }) => flags.length === 0)
    const sound = frames.filter(({ fault }) => fault === undefined)
    const falselyFlagged = sound.filter(({ flags }) => flags.length > 0)
    expect([frames.length, faulty.length]).toEqual([200, 20])
    expect(missed.length / faulty.length, JSON.stringify(missed)).toBeLessThanOrEqual(1 - LEAST_SENSITIVITY)
    expect(falselyFlagged.length / sound.length, JSON.stringify(falselyFlagged)).toBeLessThanOrEqual(MOST_FALSE)
  })
})
