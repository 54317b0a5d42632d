import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { floatsOf, panelFieldOf } from '../../../src/api/panel-field-view.ts'
import type { PanelField, PanelRef } from '../../../src/core/analysis/panel-field.ts'
import { applyAffine, invertAffine } from '../../../src/core/canonical/affine.ts'
import { makeDemoStudy } from '../../../src/core/demo/demo-study.ts'
import { LANDMARKS } from '../../../src/core/demo/landmarks.ts'
import { decodeNpz } from '../../../src/study/npz.ts'
import { npzNumbers } from '../../../src/study/npz-numbers.ts'
import { type PairRecord, RunStore } from '../../../src/study/run-store.ts'
import { runDemo } from '../../support/field-study.ts'
import { pixelAt } from '../../support/masks.ts'
import { testService } from '../../support/test-service.ts'

/** 6 controls, 12 pairs of a wild type and a mutant, 2 of an embryo with itself; pooled so that it takes seconds */
const PAIRS = 20
const dir = mkdtempSync(join(tmpdir(), 'otolith-'))
let studyDir = ''
let pairs: PairRecord[] = []
beforeAll(async () => {
  studyDir = (await runDemo(dir, PAIRS, { run: { downsampleFactor: 4 } })).studyDir
  using store = RunStore.open(studyDir)
  pairs = store.pairs('run')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const STAGE = [47, 49] as const
const group = (value: string, stageHpf: readonly [number, number] | null = STAGE) => ({
  column: 'tgt_genotype',
  value,
  stageHpf,
})
const ask = async (panel: PanelRef, map: 'along' | 'created' = 'along') =>
  panelFieldOf(await testService().client.fields.panel({ studyDir, panel, map }))

/** a genotype's pairs, but those of an embryo with itself */
function chosenPairs(genotype: string): PairRecord[] {
  return pairs.filter(
    ({ metrics }) => metrics?.tgt_genotype === genotype && metrics.src_embryo_id !== metrics.tgt_embryo_id,
  )
}

/** embryo → its pairs' map on the whole grid, straight out of the files */
function mapsByEmbryo(genotype: string): Map<string, Float64Array[]> {
  const byEmbryo = Map.groupBy(chosenPairs(genotype), ({ metrics }) => String(metrics?.tgt_embryo_id))
  return new Map([...byEmbryo].map(([embryo, ofEmbryo]) => [embryo, ofEmbryo.map(({ pairId }) => alongOf(pairId))]))
}

function alongOf(pairId: string): Float64Array {
  const npz = decodeNpz(readFileSync(join(studyDir, 'pair_artifacts', pairId, 'fields.npz')))
  const velocity = npzNumbers(npz, 'velocity_debiased_px_per_frame_yx')
  const mask = npzNumbers(npz, 'src_mask')
  return mask.map((inside, i) => (inside === 1 ? 10 * velocity[2 * i + 1] : Number.NaN))
}

/** of those that are numbers */
function meanOf(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value))
  return known.reduce((sum, value) => sum + value, 0) / known.length
}

function valueAt({ box, values }: PanelField, pixel: number): number {
  const [y, x] = [Math.floor(pixel / 576), pixel % 576]
  if (y < box.y0 || y >= box.y1 || x < box.x0 || x >= box.x1) return Number.NaN
  return values[(y - box.y0) * (box.x1 - box.x0) + x - box.x0]
}

test('the groups of a run are listed with their embryos and pairs, by stage, growth aside', async () => {
  const { columns, stages } = await testService().client.fields.groups({ studyDir, runId: 'run' })
  const genotypes = columns.find(({ name }) => name === 'tgt_genotype')
  expect(genotypes?.groups.map(({ value }) => value)).toEqual(['curl-dorsal', 'curl-ventral', 'wt'])
  expect(genotypes?.groups.find(({ value }) => value === 'curl-ventral')).toMatchObject({ embryos: 3, pairs: 6 })
  expect(stages.map(({ stageHpf }) => stageHpf)).toEqual([
    [29, 31],
    [47, 49],
  ])
  expect(stages.reduce((sum, stage) => sum + stage.pairs, 0)).toBe(PAIRS - 2)
  // the manifest's genotype is the target's
  expect(columns.map(({ name }) => name)).not.toContain('genotype')
  expect(columns.map(({ name }) => name)).toContain('set_type')
})

test('a mean is over embryos, of each embryo over its pairs; a difference is of two such', async () => {
  const [mutant, wildType] = [mapsByEmbryo('curl-ventral'), mapsByEmbryo('wt')]
  expect(Math.max(...[...wildType.values()].map((maps) => maps.length))).toBeGreaterThan(1)
  const mean = await ask({ kind: 'mean', runId: 'run', group: group('wt', null) })
  const difference = await ask({
    kind: 'difference',
    runId: 'run',
    group: group('curl-ventral', null),
    reference: group('wt', null),
  })
  const means = (maps: typeof mutant, pixel: number) =>
    [...maps.values()]
      .map((ofEmbryo) => meanOf(ofEmbryo.map((map) => map[pixel])))
      .filter((value) => !Number.isNaN(value))
  let compared = 0
  for (let pixel = 0; pixel < 256 * 576; pixel += 7) {
    const [ofMutants, ofWildTypes] = [means(mutant, pixel), means(wildType, pixel)]
    const fewest = (maps: typeof mutant) => Math.min(3, maps.size)
    const isMean = ofWildTypes.length >= fewest(wildType)
    const isDifference = isMean && ofMutants.length >= fewest(mutant)
    if (isMean) expect(valueAt(mean, pixel)).toBeCloseTo(meanOf(ofWildTypes), 3)
    else expect(valueAt(mean, pixel)).toBeNaN()
    if (isDifference) expect(valueAt(difference, pixel)).toBeCloseTo(meanOf(ofMutants) - meanOf(ofWildTypes), 3)
    else expect(valueAt(difference, pixel)).toBeNaN()
    if (isDifference) compared++
  }
  expect(compared).toBeGreaterThan(500)
  expect(difference).toMatchObject({
    kind: 'signed',
    unit: 'µm',
    counts: { embryos: [3, wildType.size], pairs: [6, 6] },
  })
  expect(difference.title[0]).toBe('curl-ventral − wt')
  expect(mean.title[0]).toBe('wt')
  const atStage = await ask({ kind: 'mean', runId: 'run', group: group('wt') })
  expect(atStage.title).toEqual(['wt, 47–49 hpf', 'mean of 3 embryos, 3 pairs'])
})

test('few embryos, and pairs from an embryo to itself that are left out, are said', async () => {
  const standardised = await ask({
    kind: 'standardised-difference',
    runId: 'run',
    group: group('curl-ventral', null),
    reference: group('wt', null),
  })
  expect(standardised).toMatchObject({ unit: '', kind: 'signed', dyUm: null })
  expect(standardised.warnings).toContainEqual({ kind: 'few-embryos', group: 'curl-ventral', embryos: 3 })
  expect(standardised.warnings).toContainEqual({
    kind: 'pairs-left-out',
    count: 1,
    reason: 'they lead from an embryo to itself',
  })
  const transitions = await ask({
    kind: 'mean',
    runId: 'run',
    group: { column: 'set_type', value: 'transition', stageHpf: null },
  })
  expect(transitions.counts).toEqual({ embryos: [2], pairs: [2] })
})

test('maps of the target are averaged where the targets are', async () => {
  const created = await ask({ kind: 'mean', runId: 'run', group: group('wt') }, 'created')
  expect(created).toMatchObject({ kind: 'magnitude', unit: 'µm²', sourceMask: null, dyUm: null })
  expect(created.targetMask?.some((inside) => inside === 1)).toBe(true)
})

test('a group without pairs is refused with what to do', async () => {
  await expect(ask({ kind: 'mean', runId: 'run', group: group('nobody') })).rejects.toThrow('choose another group')
  await expect(ask({ kind: 'mean', runId: 'none', group: group('wt') })).rejects.toThrow('no run none')
})

test('nothing is being read when all is read', async () => {
  expect(await testService().client.fields.progress({})).toBeNull()
})

test('a profile is, part by part, the mean over embryos of what lies there by the S that goes with it', async () => {
  const { client } = testService()
  const groups = [group('wt', null), group('curl-ventral', null)]
  const profiles = await client.fields.profiles({ studyDir, runId: 'run', groups, quantity: 'along', bins: 10 })
  expect(profiles.groups.map(({ name, embryoCount, pairCount }) => [name, embryoCount, pairCount])).toEqual([
    ['wt', 3, 6],
    ['curl-ventral', 3, 6],
  ])
  expect(profiles.references.every(({ failures }) => failures.length === 0)).toBe(true)
  for (const [genotype, found] of [
    ['wt', profiles.groups[0]],
    ['curl-ventral', profiles.groups[1]],
  ] as const) {
    for (const { embryoId, values } of found.embryos) {
      const ofPairs = await Promise.all(
        chosenPairs(genotype)
          .filter(({ metrics }) => metrics?.tgt_embryo_id === embryoId)
          .map(({ pairId }) => profileBySent(pairId)),
      )
      for (const [bin, value] of values.entries())
        expect(value).toBeCloseTo(meanOf(ofPairs.map((each) => each[bin])), 3)
    }
    for (const [bin, value] of found.mean.entries()) {
      expect(value).toBeCloseTo(meanOf(found.embryos.map(({ values }) => Number(values[bin]))), 9)
    }
  }

  /** from S as the window gets it, and the map straight out of the file */
  async function profileBySent(pairId: string): Promise<number[]> {
    const { body } = await client.fields.body({ studyDir, panel: { kind: 'pair', runId: 'run', pairId } })
    if (!body) throw new Error('the demo’s bodies have centrelines')
    const along = alongOf(pairId)
    const s = floatsOf(body.s)
    const widthPx = body.box.x1 - body.box.x0
    return Array.from({ length: 10 }, (_, bin) => {
      const inBin = Array.from(s, (each, i) => ({
        each,
        at: (body.box.y0 + Math.floor(i / widthPx)) * 576 + body.box.x0 + (i % widthPx),
      }))
      return meanOf(inBin.filter(({ each }) => Math.min(9, Math.floor(each * 10)) === bin).map(({ at }) => along[at]))
    })
  }
})

test('S of a group lies where its references do, head left', async () => {
  const { body, references } = await testService().client.fields.body({
    studyDir,
    panel: { kind: 'mean', runId: 'run', group: group('wt') },
  })
  expect(references.length).toBeGreaterThan(1)
  if (!body) throw new Error('the demo’s bodies have centrelines')
  const s = floatsOf(body.s)
  const widthPx = body.box.x1 - body.box.x0
  const meanX = (isThere: (each: number) => boolean) =>
    meanOf(Array.from(s, (each, i) => (isThere(each) ? i % widthPx : Number.NaN)))
  expect(meanX((each) => each < 0.2)).toBeLessThan(meanX((each) => each > 0.8))
})

test('raw frames, turned and mirrored as they were filmed, and their canonical views agree through the stored transforms', async () => {
  const { frames } = makeDemoStudy({ pairs: PAIRS })
  const mirrored: boolean[] = []
  for (const { pairId } of pairs.slice(0, 6)) {
    const field = await ask({ kind: 'pair', runId: 'run', pairId })
    const metadata = JSON.parse(readFileSync(join(studyDir, 'pair_artifacts', pairId, 'metadata.json'), 'utf8'))
    const widthPx = field.box.x1 - field.box.x0
    for (const [end, drawn] of [
      ['src', field.sourceMask],
      ['tgt', field.targetMask],
    ] as const) {
      const { transform } = metadata[`${end}_frame`].placement
      const raw = frames.find(
        ({ row }) =>
          row.embryo_id === metadata[`${end}_embryo_id`] && row.frame_index === metadata[`${end}_frame_index`],
      )
      if (!raw || !drawn) throw new Error('the demo lacks a frame')
      const toRaw = invertAffine(transform)
      drawn.forEach((inside, i) => {
        const [y, x] = applyAffine(toRaw, [field.box.y0 + Math.floor(i / widthPx), field.box.x0 + (i % widthPx)])
        expect(inside).toBe(pixelAt(raw.mask, Math.round(y), Math.round(x)))
      })
      const scale = Math.hypot(transform.yy, transform.xy)
      expect(scale).toBeCloseTo(raw.row['Height (um)'] / raw.row['Height (px)'] / 10, 6)
      expect(Math.abs(transform.xy) / scale, 'turned').toBeGreaterThan(0.01)
      mirrored.push(transform.yy * transform.xx < transform.yx * transform.xy)
      // head left: the tissue of the snout lies left of the tail's
      const landmarkX = raw.truth.landmarksYxPx.map((point) => applyAffine(transform, point)[1])
      const along = LANDMARKS.map(([s]) => s)
      expect(landmarkX[along.indexOf(Math.min(...along))]).toBeLessThan(landmarkX[along.indexOf(Math.max(...along))])
    }
  }
  expect(new Set(mirrored)).toEqual(new Set([true, false]))
})
