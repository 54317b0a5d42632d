import { erode } from '../mask/morphology.ts'
import { seededRandom } from '../random.ts'
import { type DensityGrid, supportOf, valuesAt } from '../transport/measure.ts'
import { sum } from '../transport/numbers.ts'

/**
 * Thins a density to at most `maxPoints` pixels (contract §3): stratified sampling without replacement, boundary and interior in
 * proportion to their mass, each stratum's weights rescaled so that it keeps its mass. The draw depends on the density and the seed
 * alone, so a frame gives the same points in every pair.
 */
export function sampleSupport(density: DensityGrid, maxPoints: number, seed: number): DensityGrid {
  const support = supportOf(density.values)
  if (support.length <= maxPoints) return density
  const random = seededRandom(seed)
  const values = new Float64Array(density.values.length)
  const { boundary, interior } = strata(density, support)
  const boundaryMass = massAt(density, boundary)
  const interiorMass = massAt(density, interior)
  const share = boundaryMass / (boundaryMass + interiorMass)
  const boundaryPoints = pointsOf(Math.round(maxPoints * share), maxPoints, boundary.length, interior.length)
  keep(boundary, boundaryPoints, boundaryMass)
  keep(interior, maxPoints - boundaryPoints, interiorMass)
  return { ...density, values }

  function keep(stratum: Int32Array, count: number, mass: number): void {
    const chosen = random.sample(stratum, count)
    const chosenMass = massAt(density, chosen)
    for (const pixel of chosen) values[pixel] = (density.values[pixel] * mass) / chosenMass
  }
}

/** at least one point for a stratum that has any, and no more than it has */
function pointsOf(wanted: number, maxPoints: number, boundaryCount: number, interiorCount: number): number {
  const least = Math.max(boundaryCount > 0 ? 1 : 0, maxPoints - interiorCount)
  const most = Math.min(boundaryCount, maxPoints - (interiorCount > 0 ? 1 : 0))
  return Math.min(Math.max(wanted, least), most)
}

function strata(density: DensityGrid, support: Int32Array): { boundary: Int32Array; interior: Int32Array } {
  const { heightPx, widthPx, values } = density
  const inside = erode({ heightPx, widthPx, data: Uint8Array.from(values, (value) => (value > 0 ? 1 : 0)) })
  return {
    boundary: support.filter((pixel) => inside.data[pixel] === 0),
    interior: support.filter((pixel) => inside.data[pixel] === 1),
  }
}

function massAt(density: DensityGrid, pixels: Int32Array): number {
  return sum(valuesAt(density.values, pixels))
}
