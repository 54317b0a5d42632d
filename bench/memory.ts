import { join } from 'node:path'
import { writeManyPairs } from './many-pairs.ts'
import { figure, markdownTable } from './markdown-table.ts'
import { plainParameters } from './plain-parameters.ts'
import type { Progress } from './run-study.ts'
import type { BenchContext, Section } from './section.ts'
import { studyOptions, timeStudy } from './study-process.ts'

const PAIRS = 5000
const FRAMES = 400
const SMOKE_PAIRS = 220
/** after so many every frame has been used once, and the frame cache is full */
const FULL_AFTER = FRAMES / 2
const ROWS = 10

/** Runs thousands of pairs over few frames and looks whether memory grows or the rate falls. */
export async function benchMemory({ smoke, workers, workDir, progress }: BenchContext): Promise<Section> {
  const pairCount = smoke ? SMOKE_PAIRS : PAIRS
  progress(`memory: ${pairCount} pairs`)
  const input = await writeManyPairs(join(workDir, 'many'), pairCount, FRAMES)
  const studyDir = join(workDir, 'many-results')
  const options = studyOptions(input, { studyDir, workers, coupling: 'potentials', parameters: plainParameters() })
  const timed = await timeStudy({ options, removeFolders: true })
  const text = [
    `${pairCount} pairs over ${FRAMES} frames on ${workers} workers in ${figure(timed.wallSec)} s, ${timed.notOk} of them not ok; peak`,
    `${figure(timed.peakMb)} MB resident. From pair ${FULL_AFTER} on every frame has been used and the frame cache is full.`,
    '',
    progressTable(timed.progress),
  ]
  return { text: text.join('\n'), data: timed }
}

function progressTable(progress: readonly Progress[]): string {
  const last = progress[progress.length - 1]
  const marks = [100, FULL_AFTER, FULL_AFTER + 100]
  for (let k = 1; k <= ROWS; k++) marks.push((k * last.done) / ROWS)
  const rows = progress.filter(({ done }) => marks.includes(done))
  const full = progress.find(({ done }) => done === FULL_AFTER + 100)
  return markdownTable(
    [
      'pairs done',
      's',
      'resident MB',
      'peak until then, MB',
      `× at ${FULL_AFTER + 100}`,
      'pairs/s since the line before',
    ],
    rows.map(({ done, sec, memoryMb, peakMb }, i) => {
      const before = rows[i - 1]
      return [
        String(done),
        figure(sec),
        figure(memoryMb),
        figure(peakMb),
        full ? (peakMb / full.peakMb).toFixed(2) : '',
        before ? figure((done - before.done) / (sec - before.sec)) : '',
      ]
    }),
  )
}
