import { describe, expect, test } from 'vitest'
import type { TableColumn } from '../../../../src/api/data-contract.ts'
import { firstForm, intentOf, stagesOf } from '../../../../src/renderer/pages/manifest/intent.ts'

const column = (name: string, values: readonly string[], kind: TableColumn['kind'] = 'text'): TableColumn => ({
  name,
  kind,
  distinctCount: values.length,
  values: values.map((value, i) => ({ value, rowCount: 10 - i })),
})
const COLUMNS = [
  column('well', ['A01', 'A02']),
  column('genotype', ['b9d2', 'WT', 'het']),
  column('experiment_date', ['20260105'], 'number'),
  column('dead_flag', ['True'], 'flag'),
]
const form = { ...firstForm(COLUMNS), bins: ['30'] }

test('begins with the column that mostly tells groups apart, and its wild types', () => {
  expect(firstForm(COLUMNS)).toMatchObject({ groupColumn: 'genotype', reference: 'WT' })
  expect(firstForm([column('dead_flag', ['True'], 'flag')])).toMatchObject({ groupColumn: null, reference: null })
})

describe('intentOf', () => {
  test('states what the form says, and leaves open what it leaves open', () => {
    const result = intentOf({ ...form, bins: ['48', '30', '30'], transitions: ['30-48', '24 to 30.5'], perEmbryo: 3 })
    expect(result).toEqual({
      intent: {
        groupColumn: 'genotype',
        reference: 'WT',
        binsHpf: [30, 48],
        toleranceHpf: 0.5,
        controls: 'one-way',
        transitions: [
          [30, 48],
          [24, 30.5],
        ],
        leaveOut: form.leaveOut,
        referencesPerEmbryo: 3,
      },
    })
    expect(form.leaveOut).not.toContain('no_yolk_flag')
  })

  test('says what is missing or can’t be understood', () => {
    const problemOf = (change: Partial<typeof form>) => {
      const result = intentOf({ ...form, ...change })
      return 'problem' in result ? result.problem : null
    }
    expect(problemOf({})).toBeNull()
    expect(problemOf({ reference: null })).toMatch(/references/)
    expect(problemOf({ bins: [] })).toMatch(/at least one stage/)
    expect(problemOf({ bins: ['late'] })).toMatch(/^late is no stage/)
    expect(problemOf({ transitions: ['30'] })).toMatch(/^30 is no step/)
    expect(problemOf({ bins: [], transitions: ['30-48'] })).toBeNull()
  })
})

test('stages are counted once, in order', () => {
  expect(stagesOf({ ...form, bins: ['48', ' 30 ', 'x', '48'] })).toEqual([30, 48])
})
