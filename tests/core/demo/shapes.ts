import fc from 'fast-check'
import { drawIndividual, GENOTYPES, STAGES_HPF, type StageHpf, shapeOf } from '../../../src/core/demo/demo-embryo.ts'
import type { EmbryoShape } from '../../../src/core/demo/embryo-shape.ts'
import { seededRandom } from '../../../src/core/random.ts'

/** Shapes as the demo study draws them. */
export const anyShape: fc.Arbitrary<EmbryoShape> = fc
  .record({ seed: fc.nat(), genotype: fc.constantFrom(...GENOTYPES), stageHpf: fc.constantFrom(...STAGES_HPF) })
  .map(({ seed, genotype, stageHpf }) => {
    const random = seededRandom(seed)
    return shapeOf(drawIndividual(genotype, random), stageHpf, random)
  })

/** The mean shape of a stage, its tail curled as asked. */
export function shapeAt(stageHpf: StageHpf, curlDeg: number): EmbryoShape {
  const average = { length: 1, head: 1, trunk: 1, tail: 1, yolkLength: 1, yolkDepth: 1, curlDeg }
  return { ...shapeOf(average, stageHpf, seededRandom(0)), trunkBendDeg: 0 }
}
