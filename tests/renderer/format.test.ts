import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBytes } from '../../src/renderer/format/bytes.ts'
import { formatDuration } from '../../src/renderer/format/duration.ts'
import { countOf, formatFigure, formatFixed, formatPower, formatShare } from '../../src/renderer/format/number.ts'
import { baseName, folderOf, shortPath } from '../../src/renderer/format/path.ts'
import { formatSince } from '../../src/renderer/format/when.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('figures', () => {
  it('have fixed decimals, marked thousands and a true minus', () => {
    expect(formatFixed(12_345.678, 2)).toBe('12,345.68')
    expect(formatFixed(-0.5, 1)).toBe('−0.5')
    // not a minus nought
    expect(formatFixed(-0.004, 2)).toBe('0.00')
    expect(formatFixed(null, 2)).toBe('–')
    expect(formatFixed(Number.NaN, 2)).toBe('–')
  })

  it('are read back as what they were, to their decimals', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.nat(4), (value, decimals) => {
        const read = Number(formatFixed(value, decimals).replaceAll(',', '').replace('−', '-'))
        expect(Math.abs(read - value)).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 1e-6)
      }),
    )
  })

  it('of any size have three digits worth reading', () => {
    expect(formatFigure(0)).toBe('0')
    expect(formatFigure(0.01234)).toBe('0.0123')
    expect(formatFigure(4.5678)).toBe('4.57')
    expect(formatFigure(2.14e-9)).toBe('2.1 × 10⁻⁹')
    expect(formatFigure(-3e7)).toBe('−3.0 × 10⁷')
    expect(formatPower(0)).toBe('0')
  })

  it('count and share', () => {
    expect(countOf(1, 'pair')).toBe('1 pair')
    expect(countOf(1234, 'pair')).toBe('1,234 pairs')
    expect(countOf(2, 'study', 'studies')).toBe('2 studies')
    expect(plain(formatShare(0.1234))).toBe('12.3 %')
  })
})

describe('durations', () => {
  it.each([
    [0, '0.00 s'],
    [0.4189, '0.42 s'],
    [9.996, '10.0 s'],
    [12.34, '12.3 s'],
    [59.96, '1 min'],
    [200, '3 min 20 s'],
    [3599.7, '1 h'],
    [7500, '2 h 5 min'],
    [86_400 - 1, '1 d'],
    [273_600, '3 d 4 h'],
  ])('%d s is %s', (sec, text) => {
    expect(plain(formatDuration(sec))).toBe(text)
  })

  it('never have 60 of the smaller unit', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (sec) => {
        expect(plain(formatDuration(sec))).not.toMatch(/\b60(\.0)? (s|min)\b|\b24 h\b/)
      }),
    )
  })
})

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [820, '820 B'],
    [999.6, '1.0 kB'],
    [1_440_000, '1.4 MB'],
    [23_400_000_000, '23 GB'],
    [9.96e15, '9,960 TB'],
  ])('%d is %s', (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text)
  })
})

describe('moments', () => {
  const now = new Date(2026, 10, 26, 14, 30)
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString()

  it('are said as one would', () => {
    expect(formatSince(ago(0.5), now)).toBe('just now')
    expect(formatSince(ago(5), now)).toBe('5 min ago')
    expect(formatSince(ago(120), now)).toBe('today 12:30')
    expect(formatSince(ago(24 * 60), now)).toBe('yesterday 14:30')
    expect(formatSince(ago(20 * 24 * 60), now)).toBe('6 Nov')
    expect(formatSince(ago(400 * 24 * 60), now)).toBe('22 Oct 2025')
  })
})

describe('paths', () => {
  it('of every system are taken apart', () => {
    expect(baseName('/data/fish/study/')).toBe('study')
    expect(baseName('C:\\data\\table.csv')).toBe('table.csv')
    expect(folderOf('/data/table.csv')).toBe('/data')
    expect(folderOf('C:\\data\\table.csv')).toBe('C:\\data')
    expect(folderOf('/table.csv')).toBe('/')
  })

  it('keep their end where they are long', () => {
    expect(shortPath('/a/b', 10)).toBe('/a/b')
    expect(shortPath('/very/long/path/to/table.csv', 12)).toBe('…o/table.csv')
  })
})
