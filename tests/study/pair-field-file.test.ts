import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type FieldMapName, mapValues } from '../../src/core/analysis/field-map.ts'
import { canonicalGrid } from '../../src/core/canonical/canonical-grid.ts'
import { kernelMemory } from '../../src/core/kernels/kernel-memory.ts'
import type { Mask } from '../../src/core/mask/mask.ts'
import { seededRandom } from '../../src/core/random.ts'
import { solveCpu } from '../../src/engines/cpu/solve-cpu.ts'
import { pairMetadata } from '../../src/runner/pair-metadata.ts'
import { DEFAULT_PARAMETERS } from '../../src/runner/run-parameters.ts'
import { decodeNpz } from '../../src/study/npz.ts'
import { npzNumbers } from '../../src/study/npz-numbers.ts'
import { writePairArtifacts } from '../../src/study/pair-artifacts.ts'
import { readPairField } from '../../src/study/pair-field-file.ts'
import { SHARED_DATA_MISSING, sharedDir, sharedFile } from '../support/shared.ts'
import { solvePair } from '../support/small-pair.ts'
import { tempDir } from '../support/temp-dir.ts'

const grid = canonicalGrid()

/** the golden's arrays that a map is made of; µm, µm² or µm⁴ of one of their units; which component, or the length of both */
const GOLDENS: readonly (readonly [FieldMapName, golden: string, unit: number, component?: 0 | 1 | 'length'])[] = [
  ['displacement', 'velocity_debiased_px_per_frame_yx', 10, 'length'],
  ['along', 'velocity_debiased_px_per_frame_yx', 10, 1],
  ['across', 'velocity_debiased_px_per_frame_yx', 10, 0],
  ['displacement-plain', 'velocity_px_per_frame_yx', 10, 'length'],
  ['created', 'mass_created_px', 100],
  ['created-on-source', 'mass_created_on_src_px', 100],
  ['cost', 'cost_src_px', 100 * 5760 ** 2],
  ['cost-target', 'cost_tgt_px', 100 * 5760 ** 2],
  ['cost-debiased', 'cost_debiased_src_px', 100 * 5760 ** 2],
]

const title = sharedDir === undefined ? ` (${SHARED_DATA_MISSING})` : ''
describe.skipIf(sharedDir === undefined).each(['A01_t0_to_A01_t1', 'long_wt_to_ventral60'])(
  `the golden pair %s, written and read as a panel draws it${title}`,
  (name) => {
    test('is the golden’s maps at 100 random pixels each', async () => {
      const golden = decodeNpz(readFileSync(sharedFile(`golden/${name}.npz`)))
      const maskOf = (key: string): Mask => ({ ...grid, data: Uint8Array.from(npzNumbers(golden, key)) })
      const [sourceMask, targetMask] = [maskOf('src_canonical'), maskOf('tgt_canonical')]
      const parameters = { ...DEFAULT_PARAMETERS, tolerance: 1e-11, maxIterations: 20_000 }
      const computed = solvePair(sourceMask, targetMask, grid, parameters, (problem, options) =>
        solveCpu(kernelMemory(), problem, options),
      )
      const dir = join(tempDir(), 'pair')
      const metadata = pairMetadata({}, computed, parameters)
      const { solved, maps } = computed
      writePairArtifacts(dir, { solved, maps, sourceMask, targetMask, coupling: 'none', metadata })
      const field = await readPairField(dir)

      for (const [map, array, unit, component] of GOLDENS) {
        const values = mapValues(field, map)
        const wanted = npzNumbers(golden, `${array}__eps_0.0001`)
        const at = (pixel: number) => {
          if (component === undefined) return unit * wanted[pixel]
          const [dy, dx] = [wanted[2 * pixel], wanted[2 * pixel + 1]]
          return unit * (component === 'length' ? Math.hypot(dy, dx) : [dy, dx][component])
        }
        const largest = values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0)
        const random = seededRandom(`${name} ${map}`)
        const mask = ['created', 'cost-target'].includes(map) ? field.targetMask : field.sourceMask
        for (let compared = 0; compared < 100; ) {
          // both lie on the same crop of the grid
          const pixel = random.integer(0, values.length)
          expect(Number.isNaN(values[pixel])).toBe(mask[pixel] === 0)
          if (mask[pixel] === 0) continue
          compared++
          expect(Math.abs(values[pixel] - at(pixel)), `${map} at ${pixel}`).toBeLessThanOrEqual(2e-6 * largest)
        }
      }
    })
  },
)
