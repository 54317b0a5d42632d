import { readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ARTIFACT_ARRAYS } from '../../src/study/artifact-arrays.ts'
import { decodeNpz, npzArray } from '../../src/study/npz.ts'
import {
  BARYCENTRIC_FILE,
  FIELDS_FILE,
  isWholePair,
  METADATA_FILE,
  POTENTIALS_FILE,
  writePairArtifacts,
} from '../../src/study/pair-artifacts.ts'
import { gridMaps } from '../support/grid-maps.ts'
import { SMALL_GRID, smallEmbryo, solvePair } from '../support/small-pair.ts'
import { tempDir } from '../support/temp-dir.ts'

const source = smallEmbryo(50, 3)
const target = smallEmbryo(58, 14, 28, 22)
const computed = solvePair(source, target, SMALL_GRID, { epsilon: 1e-3, regM: 1e-2 })

function writtenPair(): string {
  const dir = join(tempDir(), 'pair')
  const { solved, maps } = computed
  writePairArtifacts(dir, {
    solved,
    maps,
    sourceMask: source,
    targetMask: target,
    coupling: 'potentials',
    metadata: { pair_id: 'p' },
  })
  return dir
}

test('the fields lie on the whole grid, where the maps say', () => {
  const arrays = decodeNpz(readFileSync(join(writtenPair(), FIELDS_FILE)))
  const maps = gridMaps(computed)
  const { heightPx, widthPx, umPerPx } = SMALL_GRID
  const expectField = (name: string, values: Float64Array, factor = 1) => {
    const { data, shape } = npzArray(arrays, name)
    expect(shape).toEqual([heightPx, widthPx])
    expect(data).toEqual(Float32Array.from(values, (value) => value * factor))
  }
  expectField('mass_created_px', maps.massCreated)
  expectField('mass_destroyed_px', maps.massDestroyed)
  expectField('mass_created_um2', maps.massCreated, umPerPx ** 2)
  expectField('mass_destroyed_um2', maps.massDestroyed, umPerPx ** 2)
  expectField('mass_created_on_src_px', maps.massCreatedOnSource)
  expectField('mass_change_src_px', maps.massChangeSource)
  expectField('mass_change_tgt_px', maps.massChangeTarget)
  expectField('cost_src_px', maps.costSource)
  expectField('cost_tgt_px', maps.costTarget)
  expectField('cost_debiased_src_px', maps.costDebiasedSource)
  const expectVectors = (name: string, dy: Float64Array, dx: Float64Array) => {
    const { data, shape } = npzArray(arrays, name)
    expect(shape).toEqual([heightPx, widthPx, 2])
    expect(data).toEqual(Float32Array.from({ length: 2 * dy.length }, (_, i) => (i % 2 === 0 ? dy : dx)[i >> 1]))
  }
  expectVectors('velocity_px_per_frame_yx', maps.velocityDy, maps.velocityDx)
  expectVectors('velocity_debiased_px_per_frame_yx', maps.velocityDebiasedDy, maps.velocityDebiasedDx)
  expectVectors('velocity_rest_px_per_frame_yx', maps.velocityRestDy, maps.velocityRestDx)
  expect(npzArray(arrays, 'src_mask').data).toEqual(source.data)
  const listed = ARTIFACT_ARRAYS.filter(({ file }) => file === FIELDS_FILE).map(({ name }) => name)
  expect(Object.keys(arrays)).toEqual(listed)
})

describe('a pair is whole', () => {
  const files = [FIELDS_FILE, POTENTIALS_FILE, BARYCENTRIC_FILE]

  test('as it is written, and its metadata lists what there is', () => {
    const dir = writtenPair()
    expect(isWholePair(dir)).toBe(true)
    expect(JSON.parse(readFileSync(join(dir, METADATA_FILE), 'utf8'))).toEqual({ pair_id: 'p', files })
    expect(readdirSync(dir).sort()).toEqual([...files, METADATA_FILE].sort())
  })

  test.each([...files, METADATA_FILE])('not without %s, nor with a part of it', (file) => {
    const dir = writtenPair()
    const path = join(dir, file)
    truncateSync(path, statSync(path).size - 3)
    expect(isWholePair(dir)).toBe(false)
    truncateSync(path, 0)
    expect(isWholePair(dir)).toBe(false)
    rmSync(path)
    expect(isWholePair(dir)).toBe(false)
  })
})
