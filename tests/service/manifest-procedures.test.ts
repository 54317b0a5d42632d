import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { ManifestIntent } from '../../src/api/manifest-contract.ts'
import { decodeCocoRle } from '../../src/core/mask/coco-rle.ts'
import { DEFAULT_MANIFEST_OPTIONS } from '../../src/study/build-manifest.ts'
import { encodeCsv } from '../../src/study/csv-text.ts'
import { readManifest } from '../../src/study/manifest.ts'
import { demoStudy, studyClient, studyOf } from '../support/study-client.ts'
import { tempFile } from '../support/temp-dir.ts'

const INTENT: ManifestIntent = {
  groupColumn: 'genotype',
  reference: 'wt',
  binsHpf: [30],
  toleranceHpf: 2,
  controls: 'one-way',
  transitions: [[30, 48]],
  leaveOut: [...DEFAULT_MANIFEST_OPTIONS.leaveOut],
}

describe('build', () => {
  test('pairs of an intent, without what was left out by hand, and with the reason', async () => {
    const { studyDir } = demoStudy(12)
    const client = studyClient()
    const before = await client.manifest.build({ studyDir, intent: INTENT })
    const sets = new Set(before.pairs.map(({ setType }) => setType))
    expect([...sets].sort()).toEqual(['comparison', 'control', 'transition'])
    const frame = before.pairs[0].tgt
    await client.data.exclude({ studyDir, frames: [frame], reason: 'twin' })
    const after = await client.manifest.build({ studyDir, intent: INTENT })
    expect(after.pairs.flatMap(({ src, tgt }) => [src, tgt])).not.toContainEqual(frame)
    expect(after.excluded).toEqual([{ frame, reason: 'excluded by hand', message: 'twin' }])
    expect(after.leftOut['excluded by hand']).toBe(1)
  })

  test('leaves out frames with one of our own flags', async () => {
    const { tablePath } = demoStudy(4)
    const rows: Record<string, string>[] = parse(readFileSync(tablePath), { columns: true })
    const header = Object.keys(rows[0] ?? {})
    const bad = rows.findIndex((row) => row.genotype !== 'wt' && Number(row.predicted_stage_hpf) < 40)
    rows[bad].mask_rle = ''
    const path = tempFile(
      't.csv',
      encodeCsv(
        header,
        rows.map((row) => header.map((name) => row[name])),
      ),
    )
    const studyDir = studyOf({ tablePath: path })
    const intent = { ...INTENT, leaveOut: [...INTENT.leaveOut, 'unusable-frame'] }
    const built = await studyClient().manifest.build({ studyDir, intent })
    const frame = { embryoId: rows[bad].embryo_id, frameIndex: Number(rows[bad].frame_index) }
    expect(built.excluded).toMatchObject([
      { frame, reason: 'unusable-frame', message: expect.stringContaining('empty') },
    ])
    expect(built.pairs.flatMap(({ src, tgt }) => [src, tgt])).not.toContainEqual(frame)
    expect(built.pairs.length).toBeGreaterThan(0)
  })

  test('names a column that is not there', async () => {
    const { studyDir } = demoStudy()
    const intent = { ...INTENT, groupColumn: 'treatment' }
    await expect(studyClient().manifest.build({ studyDir, intent })).rejects.toThrow(/no column "treatment"/)
  })
})

describe('design and bins', () => {
  test('count the embryos that the table has, and suggest the stages that were filmed', async () => {
    const { studyDir, tablePath } = demoStudy(12)
    const { manifest } = studyClient()
    const rows: Record<string, string>[] = parse(readFileSync(tablePath), { columns: true })
    const embryos = new Set(rows.map((row) => row.embryo_id))
    const bins = await manifest.suggestBins({ studyDir, groupColumn: 'genotype', toleranceHpf: 2 })
    expect(bins.length).toBeGreaterThan(1)
    expect(Math.max(...bins.map(({ embryoCount }) => embryoCount))).toBeGreaterThan(embryos.size / 2)
    const { groups, cells, warnings } = await manifest.design({
      studyDir,
      groupColumn: 'genotype',
      byColumn: 'experiment_date',
      binsHpf: [30],
      toleranceHpf: 4,
    })
    expect(groups).toEqual([...new Set(rows.map((row) => row.genotype))].sort())
    expect(cells.reduce((sum, { embryoCount }) => sum + embryoCount, 0)).toBe(embryos.size)
    expect(warnings).toEqual([])
  })

  test('a design in which a date tells the group as well is warned of', async () => {
    const { tablePath } = demoStudy(12)
    const rows: Record<string, string>[] = parse(readFileSync(tablePath), { columns: true })
    const header = Object.keys(rows[0] ?? {})
    const dated = rows.map((row) => ({ ...row, experiment_date: row.genotype === 'wt' ? '20260101' : '20260102' }))
    const path = tempFile(
      't.csv',
      encodeCsv(
        header,
        dated.map((row: Record<string, string>) => header.map((name) => row[name])),
      ),
    )
    const asked = { groupColumn: 'genotype', byColumn: 'experiment_date', binsHpf: [30], toleranceHpf: 4 }
    const { warnings } = await studyClient().manifest.design({ studyDir: studyOf({ tablePath: path }), ...asked })
    expect(warnings).toEqual([expect.stringContaining('with wt (20260101)')])
  })
})

describe('save and read', () => {
  test('what is saved is the CSV that the command line takes, pair by pair the same', async () => {
    const { studyDir } = demoStudy(12)
    const { manifest } = studyClient()
    const { pairs } = await manifest.build({ studyDir, intent: INTENT })
    const { path } = await manifest.save({ studyDir, name: 'first.csv', pairs })
    expect(path).toBe(join(studyDir, 'manifests', 'first.csv'))
    expect((await readManifest(path)).problems).toEqual([])
    expect(await manifest.read({ studyDir, path })).toEqual({ pairs, problems: [] })
  })

  test('refuses unsafe names and ids, and a manifest without pairs; nothing is written', async () => {
    const { studyDir } = demoStudy()
    const { manifest } = studyClient()
    const { pairs } = await manifest.build({ studyDir, intent: INTENT })
    const double = [pairs[0], { ...pairs[1], pairId: pairs[0].pairId.toUpperCase() }]
    for (const name of ['../out', 'a/b', 'nul', ' ']) {
      await expect(manifest.save({ studyDir, name, pairs })).rejects.toMatchObject({ code: 'REFUSED' })
    }
    await expect(manifest.save({ studyDir, name: 'm', pairs: [] })).rejects.toThrow(/no pairs/)
    await expect(manifest.save({ studyDir, name: 'm', pairs: double })).rejects.toThrow(/same id/)
    await expect(manifest.read({ studyDir, path: join(studyDir, 'manifests', 'm.csv') })).resolves.toMatchObject({
      problems: [{ kind: 'missing-file' }],
    })
  })
})

describe('check', () => {
  test('says which pairs use a frame that was excluded or is not there, with mends that pass', async () => {
    const { studyDir } = demoStudy(12)
    const client = studyClient()
    const { pairs } = await client.manifest.build({ studyDir, intent: { ...INTENT, transitions: [] } })
    expect(await client.manifest.check({ studyDir, pairs })).toEqual([])
    const { tgt } = pairs[0]
    await client.data.exclude({ studyDir, frames: [tgt], reason: 'blurred' })
    const gone = { ...pairs[1], src: { ...pairs[1].src, embryoId: 'nobody' } }
    const found = await client.manifest.check({ studyDir, pairs: [pairs[0], gone] })
    const kinds = found.map(({ index, problem }) => [index, problem.kind])
    expect(kinds).toContainEqual([0, 'excluded-by-hand'])
    expect(kinds).toContainEqual([1, 'missing-frame'])
    const [mend] = found[0].mends
    if (!mend.pair) throw new Error('no other frame is offered')
    expect(await client.manifest.check({ studyDir, pairs: [mend.pair] })).toEqual([])
  })
})

describe('overlay', () => {
  test('lays both masks on one grid and says how much they overlap', async () => {
    const { studyDir } = demoStudy()
    const { manifest } = studyClient()
    const { pairs } = await manifest.build({ studyDir, intent: INTENT })
    const { src, tgt } = pairs[0]
    const { source, target, overlap } = await manifest.overlay({ studyDir, src, tgt })
    const [a, b] = [source, target].map(({ rle, heightPx, widthPx }) => decodeCocoRle(rle, heightPx, widthPx).data)
    const both = a.filter((inside, pixel) => inside && b[pixel]).length
    const either = a.filter((inside, pixel) => inside || b[pixel]).length
    expect(overlap).toBeCloseTo(both / either, 12)
    expect(overlap).toBeGreaterThan(0.3)
    expect((await manifest.overlay({ studyDir, src, tgt: src })).overlap).toBe(1)
  })
})
