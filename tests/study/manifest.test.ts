import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pairIdOf, readManifest, selectPairs, transitionIdOf, writeManifest } from '../../src/study/manifest.ts'
import { sharedDir, sharedFile } from '../support/shared.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'

const manifest = (...lines: string[]) => tempFile('manifest.csv', `${lines.join('\n')}\n`)

const summary = async (path: string) => {
  const { pairs, problems } = await readManifest(path)
  return {
    ids: pairs.map(({ pairId }) => pairId),
    problems: problems.map(({ kind, row, column }) => [kind, row, column]),
  }
}

describe('readManifest', () => {
  test.skipIf(sharedDir === undefined)('reads the real one', async () => {
    const { pairs, problems } = await readManifest(sharedFile('real/manifest_A01.csv'))
    expect(problems).toEqual([])
    expect(pairs).toMatchObject([
      {
        row: 2,
        pairId: '20251113_A01_e01__28to52',
        src: { embryoId: '20251113_A01_e01', frameIndex: 20 },
        tgt: { embryoId: '20251113_A01_e01', frameIndex: 92 },
        setType: 'reference',
        setRank: 1,
        genotype: 'ab',
        binSrcHpf: 28,
        binTgtHpf: 52,
        isControlPair: false,
        analysisUse: true,
      },
    ])
  })

  test('the ids of the two ends count whenever both are given', async () => {
    const path = manifest(
      'pair_id,embryo_id,src_embryo_id,tgt_embryo_id,frame_src,frame_tgt,is_control_pair',
      'both,e,s,t,1,2,False',
      'one,e,s,,1,2,True',
      'none,e,,,1,2,',
    )
    const { pairs, problems } = await readManifest(path)
    expect(problems).toEqual([])
    expect(pairs.map(({ src, tgt }) => [src.embryoId, tgt.embryoId])).toEqual([
      ['s', 't'],
      ['e', 'e'],
      ['e', 'e'],
    ])
    expect(pairs[1]?.srcEmbryoIdManifest).toBe('s')
  })

  test('default ids, booleans and their defaults', async () => {
    const path = manifest(
      'embryo_id,src_embryo_id,tgt_embryo_id,frame_src,frame_tgt,bin_src_hpf,bin_tgt_hpf,analysis_use,is_control_pair',
      ',s,t,1,20000,28,28,TRUE,0',
      'e,,,1,2.0,28.0,52,false,1',
      'e,,,1,2,,,,',
    )
    const { pairs, problems } = await readManifest(path)
    expect(problems).toEqual([])
    expect(pairs.map(({ pairId, analysisUse, isControlPair }) => [pairId, analysisUse, isControlPair])).toEqual([
      ['s__f0001__to__t__f20000', true, false],
      ['e__28to52', false, true],
      ['e__f0001__to__e__f0002', true, false],
    ])
  })

  test('everything wrong is listed, by row and column; rows without fault are read', async () => {
    const path = manifest(
      'pair_id,embryo_id,frame_src,frame_tgt,analysis_use,is_control_pair,set_rank,bin_src_hpf',
      'good,e,1,2,,,,',
      'Good,e,1,3,,,,',
      'a/b,e,1,2,,,,',
      'empty,,1,2,,,,',
      'frames,e,x,,,,,',
      'flags,e,1,2,maybe,2,first,early',
      'fine,e,1,4,,,,',
    )
    expect(await summary(path)).toEqual({
      ids: ['good', 'fine'],
      problems: [
        ['double-pair-id', 3, 'pair_id'],
        ['unsafe-pair-id', 4, 'pair_id'],
        ['missing-value', 5, 'embryo_id'],
        ['bad-integer', 6, 'frame_src'],
        ['missing-value', 6, 'frame_tgt'],
        ['bad-number', 7, 'bin_src_hpf'],
        ['bad-integer', 7, 'set_rank'],
        ['bad-boolean', 7, 'is_control_pair'],
        ['bad-boolean', 7, 'analysis_use'],
      ],
    })
    const { problems } = await readManifest(path)
    expect(
      problems.every(({ scope, severity, file }) => scope === 'batch' && severity === 'error' && file === path),
    ).toBe(true)
    expect(problems[0]?.message).toMatch(/"Good" stands in row 2 too, capitals aside/)
    expect(problems[5]?.message).toBe('"early" is no number: correct or empty the cell')
  })

  test('missing columns are listed with what may have been meant', async () => {
    const path = manifest('pair_id,src_embryo_id,frame_scr,frame_tgt')
    const { problems } = await readManifest(path)
    expect(problems.map(({ kind, column }) => [kind, column])).toEqual([
      ['missing-column', 'frame_src'],
      ['missing-column', 'embryo_id'],
    ])
    expect(problems[0]?.message).toMatch(/is "frame_scr" meant/)
    expect(problems[1]?.message).not.toMatch(/meant/)
  })

  test('a default id that stands there already is a double one', async () => {
    const path = manifest('embryo_id,frame_src,frame_tgt', 'e,1,2', 'e,1,2')
    expect((await summary(path)).problems).toEqual([['double-pair-id', 3, 'pair_id']])
  })

  test('no pairs and no problems in a manifest of its header alone', async () => {
    expect(await summary(manifest('embryo_id,frame_src,frame_tgt'))).toEqual({ ids: [], problems: [] })
  })
})

describe('selectPairs', () => {
  test('controls run if they are included, others if they are of use', async () => {
    const { pairs } = await readManifest(
      manifest(
        'pair_id,embryo_id,frame_src,frame_tgt,analysis_use,is_control_pair',
        'a,e,1,2,,',
        'b,e,1,2,0,',
        'c,e,1,2,0,1',
        'd,e,1,2,1,1',
      ),
    )
    const selection = (includeControl: boolean) => {
      const { selected, skipped } = selectPairs(pairs, { includeControl })
      return [selected.map(({ pairId }) => pairId), skipped.map(({ pair, reason }) => [pair.pairId, reason])]
    }
    expect(selection(true)).toEqual([['a', 'c', 'd'], [['b', 'analysis_use is false']]])
    expect(selection(false)).toEqual([
      ['a'],
      [
        ['b', 'analysis_use is false'],
        ['c', 'control pairs are left out'],
        ['d', 'control pairs are left out'],
      ],
    ])
  })
})

test('what writeManifest writes, readManifest reads', async () => {
  const end = fc.record({ embryoId: fc.constantFrom('e1', 'e "2"', 'e,3'), frameIndex: fc.nat(20_000) })
  const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })
  const pair = fc.record({
    pairId: fc.uuid(),
    src: end,
    tgt: end,
    setType: maybe(fc.constantFrom('reference', 'a, b')),
    setRank: maybe(fc.nat()),
    genotype: maybe(fc.constantFrom('wt', 'cep290 "het"')),
    binSrcHpf: maybe(fc.double({ min: 0, max: 120, noNaN: true })),
    binTgtHpf: maybe(fc.nat(120)),
    stageSrcHpf: maybe(fc.double({ min: 0, max: 120, noNaN: true })),
    stageTgtHpf: maybe(fc.nat(120)),
    isControlPair: fc.boolean(),
    analysisUse: fc.boolean(),
  })
  const dir = tempDir()
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(pair, { selector: ({ pairId }) => pairId }), async (pairs) => {
      const { pairs: read, problems } = await readManifest(tempFile('m.csv', writeManifest(pairs), dir))
      expect(problems).toEqual([])
      expect(read.map(({ row: _, srcEmbryoIdManifest: __, tgtEmbryoIdManifest: ___, ...rest }) => rest)).toEqual(pairs)
    }),
  )
})

test('default ids are the ones of the contract', () => {
  expect(pairIdOf({ embryoId: 'a', frameIndex: 3 }, { embryoId: 'b', frameIndex: 114 })).toBe('a__f0003__to__b__f0114')
  expect(transitionIdOf('e', 28, 52)).toBe('e__28to52')
})
