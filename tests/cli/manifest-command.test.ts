import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { expect, test, vi } from 'vitest'
import { addManifestCommand } from '../../src/cli/manifest-command.ts'
import type { DemoEmbryoRow } from '../../src/core/demo/demo-frame.ts'
import { makeDemoStudy } from '../../src/core/demo/demo-study.ts'
import { decodeCocoRle, encodeCocoRle } from '../../src/core/mask/coco-rle.ts'
import { tightBox } from '../../src/core/mask/tight-box.ts'
import { encodeCsv } from '../../src/study/csv-text.ts'
import { readManifest } from '../../src/study/manifest.ts'
import { tempDir } from '../support/temp-dir.ts'

/** The demo's table at one stage, one embryo's mask cut straight through, another's row flagged. */
function writeTable(dir: string): { readonly path: string; readonly cut: string; readonly dead: string } {
  const rows = makeDemoStudy({ pairs: 8 }).frames.flatMap(({ row, mask }) =>
    row.predicted_stage_hpf > 40 ? [{ ...row, mask_rle: encodeCocoRle(mask), mask_rle_format: 'coco_rle' }] : [],
  )
  const [cut, dead] = rows.filter(({ genotype }) => genotype !== 'wt')
  const changed = rows.map((row) => {
    if (row === dead) return { ...row, dead_flag: true }
    return row === cut ? { ...row, mask_rle: cutThrough(row) } : row
  })
  const path = join(dir, 'embryos.csv')
  writeFileSync(path, encodeCsv(Object.keys(rows[0]), changed.map(Object.values)))
  return { path, cut: cut.embryo_id, dead: dead.embryo_id }
}

/** The mask without what lies beyond the middle of its longer side. */
function cutThrough(row: Pick<DemoEmbryoRow, 'mask_rle' | 'mask_height_px' | 'mask_width_px'>): string {
  const mask = decodeCocoRle(row.mask_rle, row.mask_height_px, row.mask_width_px)
  const { y0, x0, y1, x1 } = tightBox(mask)
  const isLost = (i: number) =>
    y1 - y0 > x1 - x0 ? Math.floor(i / mask.widthPx) > (y0 + y1) / 2 : i % mask.widthPx > (x0 + x1) / 2
  return encodeCocoRle({ ...mask, data: mask.data.map((inside, i) => (isLost(i) ? 0 : inside)) })
}

async function manifest(...args: readonly string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const program = new Command().exitOverride()
  addManifestCommand(program)
  try {
    await program.parseAsync(['manifest', ...args], { from: 'user' })
    return write.mock.calls.map(([text]) => text).join('')
  } finally {
    vi.restoreAllMocks()
  }
}

test('frames are left out by the table’s flags and by what is found in their masks, each with its reason', async () => {
  const dir = tempDir()
  const { path, cut, dead } = writeTable(dir)
  const output = join(dir, 'manifest.csv')
  const asked = ['--csv', path, '--output', output, '--bins-hpf', '48', '--tolerance-hpf', '2', '--controls', 'none']
  const list = join(dir, 'manifest.excluded.csv')
  const targets = async () => new Set((await readManifest(output)).pairs.map(({ tgt }) => tgt.embryoId))

  await manifest(...asked)
  expect(readFileSync(list, 'utf8').split('\n')[1]).toMatch(
    new RegExp(`^${dead},48,.*,dead_flag,the table raises dead_flag$`),
  )
  expect((await targets()).has(cut)).toBe(true)

  const shown = await manifest(...asked, '--exclude-flag', 'straight-cut', 'unusable-frame')
  expect(shown).toContain('1 rows left out: straight-cut')
  expect(shown).toContain(`2 rows left out for their quality, with reasons: ${list}`)
  expect(readFileSync(list, 'utf8')).toMatch(
    new RegExp(`^${cut},48,.*,straight-cut,.*the mask ends in a straight cut of`, 'm'),
  )
  expect((await targets()).has(cut)).toBe(false)

  await manifest(...asked, '--ignore-flags')
  expect((await targets()).has(dead)).toBe(true)
  expect(existsSync(list)).toBe(false)
  await manifest(...asked, '--ignore-flags', '--exclude-flag', 'dead_flag')
  expect((await targets()).has(dead)).toBe(false)
})

test('an unknown flag is refused with those there are', async () => {
  await expect(manifest('--csv', 'a', '--output', 'b', '--exclude-flag', 'crooked')).rejects.toThrow(
    /must be one of .*straight-cut/,
  )
})
