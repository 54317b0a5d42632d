import { describe, expect, test } from 'vitest'
import { pairMetrics } from '../../../src/core/features/pair-metrics.ts'
import type { RunParameters } from '../../../src/runner/run-parameters.ts'
import { denseCost, evaluateDense } from '../../support/dense-oracle.ts'
import { SMALL_GRID, smallEmbryo, solvePair } from '../../support/small-pair.ts'

const source = smallEmbryo(26, 2)
const target = smallEmbryo(30, 6, 28, 22)

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0)
const dot = (a: Float64Array, b: Float64Array) => a.reduce((total, value, i) => total + value * b[i], 0)

const variants: readonly (Partial<RunParameters> & { readonly name: string })[] = [
  { name: 'the defaults' },
  { name: 'a short reach, mass relative to the source', regM: 1e-3, massNormalization: 'source' },
  { name: 'pooled and weighted by depth', downsampleFactor: 2, massMode: 'distance_transform' },
  { name: 'the plain distance', metric: 'euclidean', epsilon: 1e-3 },
  { name: 'the plain distance and a short reach', metric: 'euclidean', epsilon: 1e-3, regM: 1e-2 },
  { name: 'a sampled support', maxSupportPoints: 80 },
]

describe.each(variants)('$name', ({ name: _, ...chosen }) => {
  const { solved, metrics } = solvePair(source, target, SMALL_GRID, { epsilon: 5e-4, tolerance: 1e-10, ...chosen })
  const { pair, maps, potentials, certificate } = solved
  const { problem } = pair
  const massPx = pair.source.massPx
  const dense = evaluateDense(problem, potentials)
  const cost = denseCost(problem)
  const coupling = dense.plan.map((line) => line.map((p) => p * massPx))
  const created = dense.columns.map((mass, j) => Math.max(0, pair.target.support.weights[j] - mass * massPx))

  test('maps are those of the full coupling', () => {
    coupling.forEach((line, i) => {
      const mass = sum(line)
      expect(maps.source.transportedMass[i] / mass).toBeCloseTo(1, 9)
      const dy = sum(line.map((p, j) => p * (problem.target.y[j] - problem.source.y[i]))) / mass
      const dx = sum(line.map((p, j) => p * (problem.target.x[j] - problem.source.x[i]))) / mass
      expect(maps.source.velocityDy[i]).toBeCloseTo(dy, 8)
      expect(maps.source.velocityDx[i]).toBeCloseTo(dx, 8)
      expect(maps.source.cost[i]).toBeCloseTo(dot(line, cost[i]), 10)
      expect(maps.source.massDestroyed[i]).toBeCloseTo(Math.max(0, pair.source.support.weights[i] - mass), 9)
      const arriving = sum(line.map((p, j) => (p / (dense.columns[j] * massPx)) * created[j]))
      expect(maps.source.massCreatedOnSource[i]).toBeCloseTo(arriving, 9)
      const squared =
        (maps.source.velocityDebiasedDy[i] ** 2 + maps.source.velocityDebiasedDx[i] ** 2) * problem.coordScale ** 2
      expect(maps.source.costDebiased[i]).toBeCloseTo(mass * squared, 12)
    })
    created.forEach((mass, j) => {
      expect(maps.target.massCreated[j]).toBeCloseTo(mass, 9)
    })
    expect(sum(maps.source.massCreatedOnSource)).toBeCloseTo(sum(created), 8)
  })

  test('debiasing takes off what the self-transport of the same mass does', () => {
    const own = { ...problem, target: problem.source }
    const f = solved.self.source.potential
    const selfDense = evaluateDense(own, { f, g: f })
    expect(selfDense.marginalError).toBeLessThan(1e-10)
    selfDense.plan.forEach((line, i) => {
      const dy = sum(line.map((p, j) => p * (problem.source.y[j] - problem.source.y[i]))) / sum(line)
      expect(maps.source.velocityDebiasedDy[i]).toBeCloseTo(maps.source.velocityDy[i] - dy, 9)
      expect(maps.source.massChange[i]).toBeCloseTo((sum(line) - dense.rows[i]) * massPx, 8)
    })
    const ownTarget = evaluateDense(
      { ...problem, source: problem.target },
      { f: solved.self.target.potential, g: solved.self.target.potential },
    )
    ownTarget.rows.forEach((mass, j) => {
      expect(maps.target.massChange[j]).toBeCloseTo((mass - dense.columns[j]) * massPx, 8)
    })
    const imbalance = sum(problem.source.weights) - sum(problem.target.weights)
    expect(solved.sinkhornDivergence).toBeCloseTo(
      dense.dual - (selfDense.dual + ownTarget.dual) / 2 + (problem.epsilon / 2) * imbalance ** 2,
      11,
    )
  })

  test('metrics satisfy their definitions', () => {
    const squared = problem.metric === 'sqeuclidean'
    const total = sum(coupling.map((line, i) => dot(line, cost[i])))
    const transported = sum(coupling.map(sum))
    const [sourceMass, targetMass] = [sum(pair.source.support.weights), sum(pair.target.support.weights)]
    const destroyed = sum(maps.source.massDestroyed)
    // one unit of normalised length: a work pixel's µm over its share of the grid
    const lengthUm = 40 * pair.frame.downsampleFactor * 144
    const mean = squared ? Math.sqrt(total / transported) : total / transported
    const expected: Partial<Record<keyof ReturnType<typeof pairMetrics>, number>> = {
      cost: total,
      total_transport_cost: total,
      transported_mass: transported,
      created_mass: sum(created),
      destroyed_mass: destroyed,
      mass_src_px: sourceMass,
      mass_tgt_px: targetMass,
      n_support_src: problem.source.weights.length,
      n_support_tgt: problem.target.weights.length,
      mean_transport_cost: total / transported,
      mean_transport_distance: mean,
      specific_transport_cost: total / sourceMass,
      transported_mass_pct_src: (100 * transported) / sourceMass,
      transported_mass_pct_tgt: (100 * transported) / targetMass,
      transported_mass_pct_min: (100 * transported) / Math.min(sourceMass, targetMass),
      created_mass_pct: (100 * sum(created)) / targetMass,
      destroyed_mass_pct: (100 * destroyed) / sourceMass,
      proportion_transported: transported / Math.min(sourceMass, targetMass),
      created_area_um2: sum(created) * 1600,
      destroyed_area_um2: destroyed * 1600,
      mean_transport_distance_um: mean * lengthUm,
      ...(squared
        ? {
            total_transport_cost_um2: total * lengthUm ** 2,
            mean_transport_cost_um2: (total / transported) * lengthUm ** 2,
            specific_transport_cost_um2_per_mass: (total * lengthUm ** 2) / sourceMass,
            sinkhorn_divergence_um2: solved.sinkhornDivergence * lengthUm ** 2,
            sinkhorn_divergence_um: lengthUm * Math.sqrt(solved.sinkhornDivergence),
          }
        : {
            total_transport_cost_um: total * lengthUm,
            mean_transport_cost_um: (total / transported) * lengthUm,
            specific_transport_cost_um_per_mass: (total * lengthUm) / sourceMass,
            sinkhorn_divergence_um: solved.sinkhornDivergence * lengthUm,
          }),
    }
    expect(metrics).toEqual(pairMetrics(solved))
    for (const [name, value] of Object.entries(expected)) {
      const actual = Object.entries(metrics).find(([key]) => key === name)?.[1]
      expect(actual, name).toBeDefined()
      expect(Math.abs((actual ?? Number.NaN) - value), name).toBeLessThanOrEqual(1e-8 * Math.max(1e-3, Math.abs(value)))
    }
    expect(metrics.gap).toBe(certificate.gap)
    expect(certificate.marginalError).toBeLessThanOrEqual(1e-10)
  })

  test('what the cost does not have is NaN, and nothing else', () => {
    const squared = ['total_transport_cost_um2', 'mean_transport_cost_um2', 'specific_transport_cost_um2_per_mass']
    const plain = ['total_transport_cost_um', 'mean_transport_cost_um', 'specific_transport_cost_um_per_mass']
    const missing = Object.entries(metrics).flatMap(([name, value]) => (Number.isNaN(value) ? [name] : []))
    expect(missing.sort()).toEqual(
      (problem.metric === 'sqeuclidean' ? plain : [...squared, 'sinkhorn_divergence_um2']).sort(),
    )
  })
})

test('a mask with itself: nothing moves, nothing changes, no divergence', () => {
  for (const metric of ['sqeuclidean', 'euclidean'] as const) {
    for (const regM of [10, 1e-2]) {
      const { solved, metrics, iterations } = solvePair(source, source, SMALL_GRID, {
        metric,
        regM,
        epsilon: 1e-3,
        tolerance: 1e-9,
      })
      const { maps } = solved
      expect(iterations).toBeLessThanOrEqual(1)
      for (const map of [
        maps.source.velocityDebiasedDy,
        maps.source.velocityDebiasedDx,
        maps.source.massChange,
        maps.target.massChange,
      ]) {
        expect(Math.max(...map.map(Math.abs))).toBeLessThanOrEqual(1e-8)
      }
      expect(Math.abs(metrics.sinkhorn_divergence)).toBeLessThanOrEqual(1e-6 * solved.self.source.certificate.dual)
    }
  }
})

test('the divergence is symmetric and above zero for different masks', () => {
  for (const massNormalization of ['per_mask', 'source'] as const) {
    const there = solvePair(source, target, SMALL_GRID, {
      epsilon: 5e-4,
      tolerance: 1e-9,
      regM: 1e-2,
      massNormalization,
    })
    expect(there.solved.sinkhornDivergence).toBeGreaterThan(0)
    if (massNormalization === 'source') continue
    const back = solvePair(target, source, SMALL_GRID, {
      epsilon: 5e-4,
      tolerance: 1e-9,
      regM: 1e-2,
      massNormalization,
    })
    expect(back.solved.sinkhornDivergence / there.solved.sinkhornDivergence).toBeCloseTo(1, 6)
  }
})
