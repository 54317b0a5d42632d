// prints what the quality flags find of faults planted in made-up films: node scripts/quality-table.ts [seeds]
import { PLACEMENTS, type Placement } from '../src/core/canonical/place-frame.ts'
import { FAULTS, type JudgedFrame, judgedFilm } from '../tests/support/planted-faults.ts'

const seeds = Array.from({ length: Number(process.argv[2] ?? 3) }, (_, i) => i + 1)
for (const placement of PLACEMENTS) process.stdout.write(`${tableOf(placement)}\n`)

function tableOf(placement: Placement): string {
  const frames = seeds.flatMap((seed) => judgedFilm(seed, placement))
  const found = [...new Set(frames.flatMap(({ flags }) => flags))]
  const header = ['planted', 'frames', 'flagged', ...found]
  const rows = [...FAULTS, undefined].map((fault) => {
    const planted = frames.filter((frame) => frame.fault === fault)
    const flagged = planted.filter(({ flags }) => flags.length > 0).length
    const share = planted.length === 0 ? '' : ` (${((100 * flagged) / planted.length).toFixed(1)} %)`
    return [
      fault ?? 'nothing',
      String(planted.length),
      `${flagged}${share}`,
      ...found.map((kind) => countOf(planted, kind)),
    ]
  })
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const title = `placement = ${placement}, ${seeds.length} films of 200 frames\n`
  return [title, line(header), line(header.map(() => '---')), ...rows.map(line), ''].join('\n')
}

function countOf(frames: readonly JudgedFrame[], kind: string): string {
  const count = frames.filter(({ flags }) => flags.some((flag) => flag === kind)).length
  return count === 0 ? '' : String(count)
}
