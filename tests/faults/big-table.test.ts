import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeBigTable } from '../../scripts/make-big-table.ts'
import { eventsOf, type Started, start } from './command-line.ts'
import { temporaryFolder } from './study-files.ts'

const BYTES = 1e9
const ALLOWED_PEAK_MB = 500

const folder = temporaryFolder()
afterAll(folder.remove)

it.skipIf(process.platform !== 'linux')(
  'a study with a table of 1 GB runs in under 500 MB of memory (Linux only: elsewhere the peak of a process cannot be read)',
  async () => {
    const table = makeBigTable(join(folder.path, 'big'), BYTES)
    expect(table.bytes).toBeGreaterThan(0.99 * BYTES)
    const studyDir = join(folder.path, 'study')
    const input = ['--csv', table.tablePath, '--transitions', table.manifestPath, '--data-root', table.dataRoot]
    const startMs = performance.now()
    const run = start(['run', ...input, '--output-root', studyDir, '--require-yolk', '--workers', '2', '--json'])
    const peakMb = await watchPeakMb(run)
    const { code, stdout, stderr } = await run.finished
    const seconds = (performance.now() - startMs) / 1000
    process.stdout.write(
      `${table.rowCount} rows of 120 columns, ${(table.bytes / 1e6).toFixed(0)} MB: peak ${peakMb.toFixed(0)} MB, ${seconds.toFixed(1)} s\n`,
    )
    expect(stderr).toBe('')
    expect(code).toBe(0)
    // all frames of all pairs were found and placed, none of the fillers
    const events = eventsOf(stdout)
    expect(events[0]).toMatchObject({ kind: 'preflight-started', pairCount: table.pairCount })
    const placed = events.filter((event) => event.kind === 'frame-placed')
    expect(placed.length).toBeGreaterThan(table.pairCount / 2)
    expect(placed).toHaveLength(placed[0].frameCount)
    expect(events.find(({ kind }) => kind === 'preflight-finished')).toMatchObject({ problems: [] })
    expect(events.at(-1)).toMatchObject({ kind: 'run-finished', summary: { counts: { ok: table.pairCount } } })
    expect(peakMb).toBeGreaterThan(30)
    expect(peakMb).toBeLessThan(ALLOWED_PEAK_MB)
  },
  600_000,
)

/** The most memory that a process with all its threads held at once, as Linux keeps account of it. */
async function watchPeakMb({ process: { pid }, finished }: Started): Promise<number> {
  let peakKb = 0
  let running = true
  finished.finally(() => {
    running = false
  })
  while (running) {
    peakKb = Math.max(peakKb, highWaterMarkKb(pid))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return peakKb / 1024
}

function highWaterMarkKb(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    // it has just ended
    return 0
  }
}
