import { describe, expect, it } from 'vitest'
import type { GroupRef, PanelRef } from '../../../src/core/analysis/panel-field.ts'
import { COMPARE_MODES, inMode, modeOf } from '../../../src/renderer/fields/compare-mode.ts'

const group = (value: string): GroupRef => ({ column: 'tgt_genotype', value, stageHpf: null })
const mean = (value: string, runId = 'run'): PanelRef => ({ kind: 'mean', runId, group: group(value) })
const means = [mean('wt'), mean('m1'), mean('m2')]

describe('compare modes', () => {
  it('compare every other group with the first', () => {
    expect(inMode(means, 'difference')).toEqual(
      ['m1', 'm2'].map((value) => ({ kind: 'difference', runId: 'run', group: group(value), reference: group('wt') })),
    )
  })

  it('lead from each to each and back to the same panels', () => {
    for (const mode of COMPARE_MODES) {
      const refs = inMode(means, mode) ?? []
      expect(modeOf(refs)).toBe(mode)
      for (const other of COMPARE_MODES) expect(inMode(inMode(refs, other) ?? [], mode)).toEqual(refs)
    }
  })

  it('compare every other pair with the first, of whatever run, but have no spread to hold that against', () => {
    const pair = (pairId: string, runId = 'run'): PanelRef => ({ kind: 'pair', runId, pairId })
    const pairs = [pair('a'), pair('b'), pair('a', 'other')]
    const differences = inMode(pairs, 'difference') ?? []
    const reference = { runId: 'run', pairId: 'a' }
    expect(differences).toEqual([
      { kind: 'pair-difference', runId: 'run', pairId: 'b', reference },
      { kind: 'pair-difference', runId: 'other', pairId: 'a', reference },
    ])
    expect(modeOf(differences)).toBe('difference')
    expect(inMode(differences, 'side-by-side')).toEqual(pairs)
    expect(inMode(differences, 'difference')).toEqual(differences)
    expect(inMode(pairs, 'standardised-difference')).toBeNull()
    expect(inMode([pair('a')], 'difference')).toBeNull()
  })

  it('need two groups of one run', () => {
    expect(inMode([mean('wt')], 'difference')).toBeNull()
    expect(inMode([mean('wt'), mean('m1', 'other')], 'difference')).toBeNull()
    expect(inMode([{ kind: 'pair', runId: 'run', pairId: 'p' }, mean('m1')], 'difference')).toBeNull()
    expect(inMode([], 'difference')).toBeNull()
  })
})
