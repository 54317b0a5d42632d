import { describe, expect, it } from 'vitest'
import {
  DEFAULT_PARAMETERS,
  parameterDifferences,
  parameterRow,
  type RunParameters,
  runParameters,
} from '../../src/runner/run-parameters.ts'

describe('runParameters', () => {
  it('has the defaults of the contract', () => {
    expect(runParameters({})).toMatchObject({
      epsilon: 1e-4,
      regM: 10,
      tolerance: 1e-6,
      downsampleFactor: 1,
      dctBands: 8,
      placement: 'anterior',
    })
  })

  it('lays targets over their sources where frames lie by their anterior bodies and pixels are whole, unless asked not to', () => {
    const refinement = (chosen: Partial<RunParameters>) => runParameters(chosen).refinement
    expect(refinement({})).toBe('rigid')
    expect(refinement({ downsampleFactor: 2 })).toBe('none')
    expect(refinement({ placement: 'morphseq' })).toBe('none')
    expect(refinement({ refinement: 'none' })).toBe('none')
    expect(refinement({ placement: 'morphseq', refinement: 'rigid' })).toBe('rigid')
    expect(refinement(DEFAULT_PARAMETERS)).toBe('rigid')
  })

  it('sets λ from a reach, whatever the grid and the pooling', () => {
    const regM = (reachUm / 5760) ** 2
    expect(runParameters({ reachUm }).regM).toBeCloseTo(regM, 15)
    expect(runParameters({ reachUm, gridUmPerPx: 5 }).regM).toBeCloseTo(regM, 15)
    expect(runParameters({ reachUm, downsampleFactor: 2 }).regM).toBeCloseTo(regM / 4, 15)
  })

  const reachUm = 182.1
})

describe('parameterDifferences', () => {
  it('names every parameter that differs, with both values', () => {
    const known = parameterRow(DEFAULT_PARAMETERS)
    expect(parameterDifferences(known, parameterRow(DEFAULT_PARAMETERS))).toEqual([])
    const asked = parameterRow(runParameters({ epsilon: 1e-3, maxSupportPoints: 3000 }))
    expect(parameterDifferences(known, asked)).toEqual([
      '--epsilon: the run has 0.0001, asked for 0.001',
      '--max-support-points: the run has none, asked for 3000',
    ])
    expect(parameterDifferences(parameterRow(runParameters({ placement: 'morphseq' })), known)).toEqual([
      '--placement: the run has morphseq, asked for anterior',
      '--refinement: the run has none, asked for rigid',
    ])
  })

  it('lists every parameter that a run has', () => {
    const everything = runParameters({ reachUm: 500, maxSupportPoints: 10 })
    expect(Object.keys(parameterRow(everything))).toHaveLength(Object.keys(everything).length)
  })
})
