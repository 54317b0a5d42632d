import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, panelFieldOf } from '../../../src/api/panel-field-view.ts'
import { FIELD_MAPS, type FieldMapName, fieldMap } from '../../../src/core/analysis/field-map.ts'
import { seededRandom } from '../../../src/core/random.ts'
import type { NpyValue } from '../../../src/study/npy.ts'
import { decodeNpz } from '../../../src/study/npz.ts'
import { npzNumbers } from '../../../src/study/npz-numbers.ts'
import { runDemo } from '../../support/field-study.ts'
import { testService } from '../../support/test-service.ts'

/** arrays of `fields.npz` that a map is made of, and what a unit of them is: µm per px, µm² per px, µm⁴ per px × length² */
const NPZ: Readonly<Record<FieldMapName, readonly [name: string, component?: 'norm' | 0 | 1]>> = {
  displacement: ['velocity_debiased_px_per_frame_yx', 'norm'],
  'displacement-plain': ['velocity_px_per_frame_yx', 'norm'],
  'displacement-rest': ['velocity_rest_px_per_frame_yx', 'norm'],
  along: ['velocity_debiased_px_per_frame_yx', 1],
  across: ['velocity_debiased_px_per_frame_yx', 0],
  destroyed: ['mass_destroyed_px'],
  'created-on-source': ['mass_created_on_src_px'],
  created: ['mass_created_px'],
  'mass-change': ['mass_change_src_px'],
  'mass-change-target': ['mass_change_tgt_px'],
  'cost-debiased': ['cost_debiased_src_px'],
  cost: ['cost_src_px'],
  'cost-target': ['cost_tgt_px'],
}

const RUNS = { whole: {}, pooled: { downsampleFactor: 2 } } as const
const dir = mkdtempSync(join(tmpdir(), 'otolith-'))
let studyDir = ''
beforeAll(async () => {
  studyDir = (await runDemo(dir, 1, RUNS)).studyDir
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** the one pair of a run, and its folder */
async function onlyPair(runId: keyof typeof RUNS) {
  const { client } = testService()
  const { artifactsDir } = await client.runs.show({ studyDir, runId })
  const [pairId] = readdirSync(artifactsDir)
  return { client, runId, pairId, dir: join(artifactsDir, pairId) }
}

test('a pair of one run minus the same of another is their files’ difference, where both are defined', async () => {
  const [whole, pooled] = [await onlyPair('whole'), await onlyPair('pooled')]
  const { client } = whole
  const reference = { runId: pooled.runId, pairId: pooled.pairId }
  const panel = { kind: 'pair-difference', runId: whole.runId, pairId: whole.pairId, reference } as const
  const field = panelFieldOf(await client.fields.panel({ studyDir, panel, map: 'along' }))
  const readings = [whole, pooled].map(({ dir }) => {
    const npz = decodeNpz(readFileSync(join(dir, 'fields.npz')))
    const metadata = JSON.parse(readFileSync(join(dir, 'metadata.json'), 'utf8'))
    const valueAt = expectedMap(npz, 'along', lengthUnitUm(metadata))
    const supported = supportPixels(npz, 'src', metadata.pair_frame.downsample_factor)
    return (pixel: number) => (supported.has(pixel) ? valueAt(pixel) : Number.NaN)
  })
  expect(field.kind).toBe('signed')
  const widthPx = field.box.x1 - field.box.x0
  let defined = 0
  field.values.forEach((value, at) => {
    const pixel = (field.box.y0 + Math.floor(at / widthPx)) * field.gridWidthPx + field.box.x0 + (at % widthPx)
    const [mine, others] = readings.map((valueAt) => valueAt(pixel))
    if (Number.isNaN(mine - others)) {
      expect(value).toBeNaN()
      return
    }
    defined++
    expect(Math.abs(value - (mine - others))).toBeLessThanOrEqual(1e-6 * (Math.abs(mine) + Math.abs(others)))
  })
  expect(defined).toBeGreaterThan(1000)
})

describe.each(Object.keys(RUNS) as (keyof typeof RUNS)[])('a pair of a %s run', (runId) => {
  test.each(FIELD_MAPS)('%s is what its file says at 100 random pixels, and blank off its support', async (map) => {
    const { client, pairId, dir } = await onlyPair(runId)
    const field = panelFieldOf(await client.fields.panel({ studyDir, panel: { kind: 'pair', runId, pairId }, map }))
    const npz = decodeNpz(readFileSync(join(dir, 'fields.npz')))
    const metadata = JSON.parse(readFileSync(join(dir, 'metadata.json'), 'utf8'))
    const expected = expectedMap(npz, map, lengthUnitUm(metadata))
    const block = metadata.pair_frame.downsample_factor
    const supported = supportPixels(npz, fieldMap(map).end === 'source' ? 'src' : 'tgt', block)

    const random = seededRandom(map)
    const { box } = field
    const widthPx = box.x1 - box.x0
    let defined = 0
    while (defined < 100) {
      const at = random.integer(0, field.values.length)
      const gridPixel = (box.y0 + Math.floor(at / widthPx)) * field.gridWidthPx + box.x0 + (at % widthPx)
      const inside = supported.has(gridPixel)
      expect(Number.isNaN(field.values[at])).toBe(!inside)
      if (!inside) continue
      defined++
      const wanted = expected(gridPixel)
      expect(Math.abs(field.values[at] - wanted)).toBeLessThanOrEqual(1e-6 * Math.abs(wanted))
    }
    expect(field.values.filter((value) => !Number.isNaN(value)).length).toBe(supported.size)
  })
})

test("the arrows are the displacement itself; the masks and the title are the pair's", async () => {
  const { client, pairId, runId, dir } = await onlyPair('whole')
  const field = panelFieldOf(
    await client.fields.panel({ studyDir, panel: { kind: 'pair', runId, pairId }, map: 'along' }),
  )
  expect(field.dxUm).toEqual(field.values)
  expect(field.unit).toBe('µm')
  expect(field.kind).toBe('signed')
  const npz = decodeNpz(readFileSync(join(dir, 'fields.npz')))
  const area = (name: string) => npzNumbers(npz, name).reduce((sum, value) => sum + value, 0)
  expect(field.sourceMask?.reduce((sum, value) => sum + value, 0)).toBe(area('src_mask'))
  expect(field.targetMask?.reduce((sum, value) => sum + value, 0)).toBe(area('tgt_mask'))
  const { metrics } = await client.runs.pair({ studyDir, runId, pairId })
  expect(field.title.join(' ')).toContain(String(metrics?.tgt_embryo_id))
  expect(field.warnings).toEqual([])
})

test('files that are missing or damaged are said to be, and the pair is not drawn from memory', async () => {
  const { client, pairId, runId, dir } = await onlyPair('pooled')
  const asked = { studyDir, panel: { kind: 'pair', runId, pairId }, map: 'displacement' } as const
  const path = join(dir, 'fields.npz')
  const bytes = readFileSync(path)
  await client.fields.panel(asked)
  writeFileSync(path, bytes.subarray(0, 1000))
  await expect(client.fields.panel(asked)).rejects.toThrow("fields can't be read")
  rmSync(path)
  await expect(client.fields.panel(asked)).rejects.toThrow('Run the pair again')
  writeFileSync(path, bytes)
  await client.fields.panel(asked)
  const nobody = { ...asked, panel: { ...asked.panel, pairId: 'nobody' } }
  await expect(client.fields.panel(nobody)).rejects.toThrow('no pair nobody')
})

/** µm of the length that costs are counted in */
function lengthUnitUm(metadata: {
  coord_scale: number
  canonical_grid: { um_per_px: number }
  pair_frame: { downsample_factor: number }
}): number {
  return (metadata.canonical_grid.um_per_px * metadata.pair_frame.downsample_factor) / metadata.coord_scale
}

function expectedMap(npz: Record<string, NpyValue>, map: FieldMapName, lengthUm: number): (pixel: number) => number {
  const [name, component] = NPZ[map]
  const values = npzNumbers(npz, name)
  if (component === 'norm') return (pixel) => 10 * Math.hypot(values[2 * pixel], values[2 * pixel + 1])
  if (component !== undefined) return (pixel) => 10 * values[2 * pixel + component]
  const unit = name.startsWith('cost') ? 100 * lengthUm ** 2 : 100
  return (pixel) => unit * values[pixel]
}

/** grid pixels that the support's points stand for */
function supportPixels(npz: Record<string, NpyValue>, end: 'src' | 'tgt', block: number): Set<number> {
  const points = npzNumbers(npz, `support_${end}_yx`)
  const mask = npzNumbers(npz, `${end}_mask`)
  const [y0, x0] = npzNumbers(npz, 'crop_origin_yx')
  const pixels = new Set<number>()
  for (let i = 0; i < points.length; i += 2) {
    for (let k = 0; k < block * block; k++) {
      const y = y0 + points[i] * block + Math.floor(k / block)
      const x = x0 + points[i + 1] * block + (k % block)
      if (mask[y * 576 + x] === 1) pixels.add(y * 576 + x)
    }
  }
  return pixels
}

describe.each(Object.keys(RUNS) as (keyof typeof RUNS)[])('the morph of a pair of a %s run', (runId) => {
  test('begins with the source’s mask and ends with the target’s', async () => {
    const { client, pairId } = await onlyPair(runId)
    const morph = await client.fields.morph({ studyDir, runId, pairId, steps: 3 })
    const field = panelFieldOf(
      await client.fields.panel({ studyDir, panel: { kind: 'pair', runId, pairId }, map: 'along' }),
    )
    expect(morph.box).toEqual(field.box)
    expect(morph.frames).toHaveLength(3)
    const overlap = (frame: Uint8Array, mask: Uint8Array | null) => {
      const [both, either] = frame.reduce(
        ([both, either], byte, i) => [
          both + (byte > 127 && mask?.[i] === 1 ? 1 : 0),
          either + (byte > 127 || mask?.[i] === 1 ? 1 : 0),
        ],
        [0, 0],
      )
      return both / either
    }
    const [first, , last] = morph.frames.map(bytesOf)
    // blocks that are half inside show as such
    const least = runId === 'whole' ? 1 : 0.95
    expect(overlap(first, field.sourceMask)).toBeGreaterThanOrEqual(least)
    expect(overlap(last, field.targetMask)).toBeGreaterThanOrEqual(least)
  })
})
