import { readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { decode } from 'fast-png'
import { describe, expect, test } from 'vitest'
import { frameRowSchema, frameViewSchema, type RowQuery, tableViewSchema } from '../../src/api/data-contract.ts'
import { applyAffine } from '../../src/core/canonical/affine.ts'
import { decodeCocoRle } from '../../src/core/mask/coco-rle.ts'
import { maskAreaPx } from '../../src/core/mask/mask.ts'
import { maskMoments } from '../../src/core/mask/moments.ts'
import { encodeCsv } from '../../src/study/csv-text.ts'
import { writeFilm } from '../support/film-study.ts'
import { demoStudy, eventsOf, studyClient, studyOf } from '../support/study-client.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'

type TableRow = Readonly<Record<string, string>>
const tableRows = (path: string): TableRow[] => parse(readFileSync(path), { columns: true })
const refOf = (row: TableRow) => ({ embryoId: row.embryo_id, frameIndex: Number(row.frame_index) })

describe('read', () => {
  test('ends with what the table holds', async () => {
    const { studyDir, tablePath } = demoStudy()
    const events = await eventsOf(studyClient().data.read({ studyDir }))
    const last = events.at(-1)
    const rows = tableRows(tablePath)
    expect(last).toMatchObject({
      kind: 'ready',
      table: {
        rowCount: rows.length,
        embryoCount: new Set(rows.map((row) => row.embryo_id)).size,
        problems: [],
      },
    })
    expect(tableViewSchema.safeParse(last?.kind === 'ready' && last.table).error).toBeUndefined()
    expect(events[0]).toMatchObject({ kind: 'reading', totalBytes: readFileSync(tablePath).length })
  })

  test('says what is wrong: no table chosen, a table that is gone, one that is none, a folder that is no study', async () => {
    const { data } = studyClient()
    const problemsOf = (studyDir: string) =>
      eventsOf(data.read({ studyDir })).then(
        () => [],
        (error) => error.data.problems.map(({ kind }: { kind: string }) => kind),
      )
    expect(await problemsOf(studyOf({ tablePath: '/nowhere/t.csv' }))).toEqual(['missing-file'])
    expect(await problemsOf(studyOf({ tablePath: tempFile('t.csv', 'a,b\n1,2\n') }))).toContain('missing-column')
    expect(await problemsOf(tempDir())).toEqual(['no-study'])
  })

  test('a path outside the folder that the service is confined to is refused', async () => {
    const { studyDir } = demoStudy()
    const confined = studyClient(tempDir()).data
    await expect(confined.edits({ studyDir })).rejects.toMatchObject({
      code: 'REFUSED',
      data: { problems: [{ kind: 'outside-root' }] },
    })
  })
})

describe('rows', () => {
  test('filters, searches and sorts as a straightforward reading of the table does', async () => {
    const { studyDir, tablePath } = demoStudy(12)
    const { data } = studyClient()
    const all = tableRows(tablePath)
    const ask = async (query: RowQuery) => {
      const { rows, total } = await data.rows({ studyDir, query, offset: 0, limit: 2000 })
      expect(rows).toHaveLength(total)
      expect(rows.flatMap((row) => frameRowSchema.safeParse(row).error ?? [])).toEqual([])
      return rows.map(({ row }) => row)
    }
    const expected = (holds: (row: TableRow) => boolean, sorted: (rows: TableRow[]) => TableRow[] = (rows) => rows) =>
      sorted(all.filter(holds)).map((row) => all.indexOf(row) + 2)

    expect(await ask({})).toEqual(expected(() => true))
    const filter = (column: string, comparison: 'is' | 'is-not' | 'at-least' | 'at-most' | 'contains', value: string) =>
      ask({ filters: [{ column, comparison, value }] })
    expect(await filter('genotype', 'is', 'wt')).toEqual(expected((row) => row.genotype === 'wt'))
    expect(await filter('genotype', 'is-not', 'wt')).toEqual(expected((row) => row.genotype !== 'wt'))
    expect(await filter('stage_hpf', 'at-least', '40')).toEqual(
      expected((row) => Number(row.predicted_stage_hpf) >= 40),
    )
    expect(await filter('embryo_id', 'contains', 'A03')).toEqual(expected((row) => row.embryo_id.includes('A03')))
    expect(await ask({ search: 'CURL', columns: ['genotype'] })).toEqual(
      expected((row) => row.genotype.includes('curl')),
    )
    expect(await ask({ search: 'curl' })).toEqual([])
    const byStage = (sign: number) => (rows: TableRow[]) =>
      rows.toSorted((a, b) => sign * (Number(a.predicted_stage_hpf) - Number(b.predicted_stage_hpf)))
    for (const descending of [false, true]) {
      expect(await ask({ sort: { column: 'stage_hpf', descending } })).toEqual(
        expected(() => true, byStage(descending ? -1 : 1)),
      )
    }
  })

  test('gives a stretch of them with the cells asked for', async () => {
    const { studyDir, tablePath } = demoStudy()
    const { data } = studyClient()
    const all = tableRows(tablePath)
    const { rows, total } = await data.rows({ studyDir, query: { columns: ['genotype', 'well'] }, offset: 3, limit: 2 })
    expect(total).toBe(all.length)
    expect(rows).toMatchObject(
      all.slice(3, 5).map((row) => ({ ...refOf(row), labels: { genotype: row.genotype, well: row.well } })),
    )
  })

  test('names a column that is not there', async () => {
    const { studyDir } = demoStudy()
    const query = { sort: { column: 'nothing', descending: false } }
    await expect(studyClient().data.rows({ studyDir, query, offset: 0, limit: 1 })).rejects.toThrow(
      /no column "nothing"/,
    )
  })

  test('follow the file: a table that was changed is read again', async () => {
    const { studyDir, tablePath } = demoStudy()
    const { data } = studyClient()
    const count = async () => (await data.rows({ studyDir, query: {}, offset: 0, limit: 1 })).total
    const before = await count()
    const rows = tableRows(tablePath)
    const header = Object.keys(rows[0] ?? {})
    writeFileSync(
      tablePath,
      encodeCsv(
        header,
        rows.slice(1).map((row) => header.map((name) => row[name])),
      ),
    )
    utimesSync(tablePath, new Date(), new Date(Date.now() + 5000))
    expect(await count()).toBe(before - 1)
  })
})

describe('frame', () => {
  test('shows the mask as it came and as it is placed, and how the one became the other', async () => {
    const { studyDir, tablePath } = demoStudy()
    const [first] = tableRows(tablePath)
    const frame = await studyClient().data.frame({ studyDir, frame: refOf(first) })
    expect(frameViewSchema.safeParse(frame).error).toBeUndefined()
    const { raw, placed, placedYolk, transform, gridUmPerPx, umPerPx } = frame
    if (!raw || !placed || !transform || !placedYolk) throw new Error('the frame is not placed')
    const rawMask = decodeCocoRle(raw.rle, raw.heightPx, raw.widthPx)
    const placedMask = decodeCocoRle(placed.rle, placed.heightPx, placed.widthPx)
    const scale = (umPerPx / gridUmPerPx) ** 2
    expect(maskAreaPx(placedMask) / (scale * maskAreaPx(rawMask))).toBeCloseTo(1, 1)
    const [y, x] = applyAffine(transform, maskMoments(rawMask).centroidYx)
    const centroid = maskMoments(placedMask).centroidYx
    expect(Math.hypot(y - centroid[0], x - centroid[1])).toBeLessThan(3)
    const yolk = maskMoments(decodeCocoRle(placedYolk.rle, placedYolk.heightPx, placedYolk.widthPx)).centroidYx
    expect(yolk[1]).toBeLessThan(centroid[1])
    expect(frame.labels).toMatchObject({ genotype: first.genotype, well: first.well })
  })

  test('turns with a correction by hand, half a turn about the grid’s middle at most shifted', async () => {
    const { studyDir, tablePath } = demoStudy()
    const { data } = studyClient()
    const frame = refOf(tableRows(tablePath)[0])
    const before = await data.frame({ studyDir, frame })
    await data.correct({ studyDir, frame, correction: { turned: true, flipped: false } })
    const after = await data.frame({ studyDir, frame })
    expect(after.correction).toEqual({ turned: true, flipped: false })
    const [a, b] = [before.transform, after.transform]
    expect([b?.yy, b?.yx, b?.xy, b?.xx]).toEqual([a?.yy, a?.yx, a?.xy, a?.xx].map((value) => -(value ?? 0)))
  })

  test('says why a frame cannot be placed, and shows what can be shown of it', async () => {
    const { tablePath } = demoStudy()
    const rows = tableRows(tablePath)
    const header = Object.keys(rows[0] ?? {})
    const changed = rows.map((row, i) => {
      const scale = i === 0 ? { 'Height (um)': '9e6', 'Width (um)': '9e6' } : {}
      return { ...row, ...scale, ...(i === 1 ? { mask_rle: '?' } : {}) }
    })
    const path = tempFile(
      't.csv',
      encodeCsv(
        header,
        changed.map((row: TableRow) => header.map((name) => row[name])),
      ),
    )
    const studyDir = studyOf({ tablePath: path })
    const { data } = studyClient()
    const huge = await data.frame({ studyDir, frame: refOf(rows[0]) })
    expect(huge).toMatchObject({ placed: null, error: expect.stringContaining('check its scale') })
    expect(huge.raw).not.toBeNull()
    const broken = await data.frame({ studyDir, frame: refOf(rows[1]) })
    expect(broken).toMatchObject({ placed: null, raw: null, error: expect.stringContaining('mask') })
    expect(frameViewSchema.safeParse(broken).error).toBeUndefined()
    await expect(data.frame({ studyDir, frame: { embryoId: 'nobody', frameIndex: 1 } })).rejects.toThrow(/no row/)
  })
})

describe('thumbnails', () => {
  test('are small pictures of the placed masks, white and as opaque as the mask is dense', async () => {
    const { studyDir, tablePath } = demoStudy()
    const { data } = studyClient()
    const frames = tableRows(tablePath).slice(0, 3).map(refOf)
    const asked = [...frames, { embryoId: 'nobody', frameIndex: 0 }]
    const found = await data.thumbnails({ studyDir, frames: asked })
    expect(found.map(({ frame }) => frame)).toEqual(asked)
    expect(found.at(-1)).toMatchObject({ pngBase64: null, error: expect.stringContaining('no row') })
    for (const [i, frame] of frames.entries()) {
      const { data: pixels, width, height } = decode(Buffer.from(found[i].pngBase64 ?? '', 'base64'))
      const { placed } = await data.frame({ studyDir, frame })
      if (!placed) throw new Error('the frame is not placed')
      expect([height, width]).toEqual([placed.heightPx / 4, placed.widthPx / 4])
      const opacity = [...pixels].reduce((sum, value, at) => sum + (at % 2) * value, 0)
      const areaPx = maskAreaPx(decodeCocoRle(placed.rle, placed.heightPx, placed.widthPx))
      expect((opacity / 255) * 16).toBeCloseTo(areaPx, -2)
    }
  })
})

describe('check', () => {
  test('finds the frame of a film that was placed the wrong way round, and believes a person about it', async () => {
    const studyDir = tempDir()
    const { flippedEmbryo, ...inputs } = writeFilm(studyDir, 7, 3)
    studyOf(inputs, studyDir)
    const { data } = studyClient()
    const flipped = { embryoId: flippedEmbryo, frameIndex: 3 }
    const rowOf = async () => (await data.embryo({ studyDir, embryoId: flippedEmbryo }))[3]
    expect(await rowOf()).toMatchObject({ flags: null, orientationUncertain: null, neighbourCorrection: null })

    const events = await eventsOf(data.check({ studyDir }))
    expect(events[0]).toMatchObject({ kind: 'checking', frameCount: 14 })
    expect(events.at(-1)).toMatchObject({
      kind: 'ready',
      flagged: { 'orientation-against-neighbours': 1 },
      problems: [],
    })
    expect(await rowOf()).toMatchObject({ orientationUncertain: true })
    const uncertain = { filters: [{ column: 'orientation_uncertain', comparison: 'is', value: 'True' }] } as const
    const listed = await data.rows({ studyDir, query: uncertain, offset: 0, limit: 100 })
    expect(listed.rows).toContainEqual(expect.objectContaining(flipped))
    const { qualityFlags } = await data.frame({ studyDir, frame: flipped })
    expect(qualityFlags).toContainEqual(
      expect.objectContaining({ kind: 'orientation-against-neighbours', threshold: 0, number: expect.any(Number) }),
    )

    await data.correct({ studyDir, frame: flipped, correction: { turned: true, flipped: false } })
    expect(await rowOf()).toMatchObject({ orientationUncertain: false, correction: { turned: true, flipped: false } })
    const again = await eventsOf(data.check({ studyDir }))
    // only the embryo about which something was decided is checked again
    expect(again[0]).toMatchObject({ frameCount: 7 })
    expect(again.at(-1)).not.toHaveProperty('flagged.orientation-against-neighbours')
    const after = await data.rows({ studyDir, query: uncertain, offset: 0, limit: 100 })
    expect(after.rows).not.toContainEqual(expect.objectContaining(flipped))
  })

  test('says which frames are unusable, and filters by what was found', async () => {
    const { tablePath } = demoStudy()
    const rows = tableRows(tablePath)
    const header = Object.keys(rows[0] ?? {})
    const lines = rows.map((row, i): TableRow => (i === 0 ? { ...row, mask_rle: '' } : row))
    const path = tempFile(
      't.csv',
      encodeCsv(
        header,
        lines.map((row) => header.map((name) => row[name])),
      ),
    )
    const studyDir = studyOf({ tablePath: path })
    const { data } = studyClient()
    const events = await eventsOf(data.check({ studyDir }))
    expect(events.at(-1)).toMatchObject({
      flagged: { 'unusable-frame': 1, 'yolk-missing': rows.length - 1 },
      problems: [{ row: 2, kind: 'unusable-frame', severity: 'error' }],
    })
    const query = { filters: [{ column: 'quality_flags', comparison: 'is', value: 'unusable-frame' }] } as const
    expect(await data.rows({ studyDir, query, offset: 0, limit: 5 })).toMatchObject({
      total: 1,
      rows: [{ row: 2, flags: ['unusable-frame'] }],
    })
  })
})

describe('what is decided by hand', () => {
  test('shows in the rows, can be filtered by, undone and done again', async () => {
    const { studyDir, tablePath } = demoStudy()
    const { data } = studyClient()
    const frames = tableRows(tablePath).slice(0, 2).map(refOf)
    const excluded = async () => {
      const query = { filters: [{ column: 'excluded', comparison: 'is-not-empty', value: '' }] } as const
      return (await data.rows({ studyDir, query, offset: 0, limit: 10 })).rows.map(
        ({ excludedBecause }) => excludedBecause,
      )
    }
    expect(await excluded()).toEqual([])
    expect(await data.exclude({ studyDir, frames, reason: ' out of focus ' })).toMatchObject({
      edits: [{ kind: 'exclude', frames, reason: 'out of focus', isUndone: false }],
      canUndo: true,
      canRedo: false,
    })
    expect(await excluded()).toEqual(['out of focus', 'out of focus'])
    await data.include({ studyDir, frames: frames.slice(1) })
    expect(await excluded()).toEqual(['out of focus'])
    expect(await data.undo({ studyDir })).toMatchObject({ canUndo: true, canRedo: true })
    expect(await excluded()).toHaveLength(2)
    await data.undo({ studyDir })
    expect(await excluded()).toEqual([])
    expect(await data.redo({ studyDir })).toEqual(await data.edits({ studyDir }))
    expect(await excluded()).toHaveLength(2)
  })

  test('a folder that is no study is not made one', async () => {
    const studyDir = tempDir()
    await expect(studyClient().data.undo({ studyDir })).rejects.toMatchObject({ code: 'REFUSED' })
    await expect(studyClient().data.undo({ studyDir })).rejects.toThrow(/no otolith.db/)
  })
})
