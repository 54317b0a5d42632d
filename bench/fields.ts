import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession, Page } from 'playwright-core'
import { routes } from '../src/renderer/data/routes.ts'
import { writeDemoFiles } from '../src/study/demo-files.ts'
import { launchBrowser } from '../tests/support/browser.ts'
import { startServing } from '../tests/support/serving-process.ts'
import { connect } from '../tests/support/workbench-client.ts'
import { openPage } from '../tests/support/workbench-page.ts'
import { writeFullGridField } from './full-grid-fields.ts'
import { figure, markdownTable } from './markdown-table.ts'
import type { BenchContext, Section } from './section.ts'

const PAIRS = 313
const SMOKE_PAIRS = 16
const PANELS = 12
const FRAMES = 200
const TARGET_FPS = 30
const RUN_ID = 'bench'
const PATIENCE_MS = 600_000
/** what is drawn must be there before the next key is pressed; longer is a stall by any measure, ms */
const LONGEST_WAIT_MS = 30_000
const KINDS = ['pan', 'zoom'] as const

/** Looks at fields in a real browser that draws without a GPU: twelve panels moved, and a whole run's pairs stepped through. */
export async function benchFields({ smoke, workers, workDir, progress }: BenchContext): Promise<Section> {
  const pairCount = smoke ? SMOKE_PAIRS : PAIRS
  const root = join(workDir, 'fields')
  const studyDir = join(root, 'study')
  const files = writeDemoFiles(join(root, 'files'), { pairs: pairCount })
  mkdirSync(studyDir)
  const serving = await startServing(root, join(workDir, 'fields-app'))
  const browser = await launchBrowser()
  try {
    progress(`fields: ${pairCount} pairs`)
    const { pairIds, artifactsDir } = await solved(serving.url, { studyDir, files, workers })
    await using window = await openPage(browser, serving)
    const { page } = window
    page.setDefaultTimeout(PATIENCE_MS)
    await page.addInitScript({ path: join(import.meta.dirname, 'frame-stopwatch.js') })
    await page.reload()

    progress('fields: stepping')
    await window.goTo(routes.fields(studyDir, { runId: RUN_ID, pairId: pairIds[0] }))
    await page.getByText(`1 of ${pairCount}`).waitFor()
    const steps = await stepThrough(page, pairCount, await window.context.newCDPSession(page))

    progress('fields: frames')
    const shown = pairIds.slice(0, PANELS)
    for (const [seed, pairId] of shown.entries()) writeFullGridField(join(artifactsDir, pairId), seed)
    await page.reload()
    await window.goTo(routes.fields(studyDir, ...shown.map((pairId) => ({ runId: RUN_ID, pairId }))))
    await page
      .getByRole('application')
      .nth(shown.length - 1)
      .waitFor()
    const frames: Record<string, number[]> = {}
    for (const kind of KINDS) {
      const on = kind === 'zoom' ? '[role=application] canvas' : '[role=application]'
      frames[kind] = await page.evaluate<number[]>(`timeFrames(${JSON.stringify(on)}, ${FRAMES}, '${kind}')`)
    }
    return section({ pairCount, panels: shown.length, frames, steps })
  } finally {
    await browser.close()
    await serving.end('SIGTERM')
  }
}

interface Study {
  readonly studyDir: string
  readonly files: ReturnType<typeof writeDemoFiles>
  readonly workers: number
}

/** Small problems: what is measured is looking at them. */
async function solved(url: string, { studyDir, files, workers }: Study) {
  using window = await connect(url)
  const { study, runs } = window.client
  await study.create({ studyDir, tablePath: files.tablePath, dataRoot: files.dataRoot })
  const settings = { downsampleFactor: 4, workers }
  await runs.start({ studyDir, runId: RUN_ID, manifestPath: files.manifestPath, settings })
  for await (const update of await runs.watch({ studyDir, runId: RUN_ID })) {
    if ('run' in update && update.run?.state === 'finished') break
  }
  const { artifactsDir } = await runs.show({ studyDir, runId: RUN_ID })
  for await (const update of await runs.watch({ studyDir, runId: RUN_ID })) {
    if (update.kind === 'snapshot') return { artifactsDir, pairIds: update.pairs.map(({ pairId }) => pairId) }
  }
  throw new Error('the run said nothing of its pairs')
}

interface Steps {
  /** from a key's arrival until the next pair is drawn */
  readonly ms: readonly number[]
  /** heap in use after a collection, MiB: after a tenth of the pairs, and after all */
  readonly heapMiB: readonly [number, number]
}

async function stepThrough(page: Page, pairCount: number, session: CDPSession): Promise<Steps> {
  await page.evaluate(STEPPER)
  const ms: number[] = []
  let early = 0
  for (let place = 2; place <= pairCount; place++) {
    ms.push(await page.evaluate<number>(`stepPair(${LONGEST_WAIT_MS})`))
    if (place === Math.ceil(pairCount / 10)) early = await heapMiB(session)
  }
  return { ms, heapMiB: [early, await heapMiB(session)] }
}

/** Presses the key for the next pair and waits until the panel shows it: its title is another, and it waits for nothing. */
const STEPPER = `globalThis.stepPair = (longestMs) => new Promise((resolve, reject) => {
  const shown = () => {
    const panel = document.querySelector('figure')
    return panel.hasAttribute('data-stale') ? null : panel.querySelector('figcaption span').textContent
  }
  const before = shown()
  const beganMs = performance.now()
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }))
  const look = () => {
    const waitedMs = performance.now() - beganMs
    const now = shown()
    if (now !== null && now !== before) resolve(waitedMs)
    else if (waitedMs > longestMs) reject(new Error('the next pair was not drawn'))
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})`

async function heapMiB(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize / 2 ** 20
}

interface Found {
  readonly pairCount: number
  readonly panels: number
  readonly frames: Readonly<Record<string, readonly number[]>>
  readonly steps: Steps
}

function section({ pairCount, panels, frames, steps }: Found): Section {
  const rows = KINDS.map((kind) => {
    const ms = frames[kind] ?? []
    const perSec = (1000 * ms.length) / ms.reduce((sum, each) => sum + each, 0)
    return [kind, figure(perSec), ...[0.5, 0.95, 1].map((share) => figure(quantile(ms, share)))]
  })
  const stepRow = ['next pair', ...[0.5, 0.95, 1].map((share) => figure(quantile(steps.ms, share)))]
  const text = [
    `${panels} panels, each a field of 256 × 576 px that is defined everywhere, with arrows, all linked, in Chromium without a GPU (window`,
    `1280 × 800); something moves in every frame. Aimed at: ${TARGET_FPS} frames a second.`,
    '',
    markdownTable(['gesture', 'frames a second', 'frame, median, ms', '95 %, ms', 'longest, ms'], rows),
    '',
    `${pairCount} pairs stepped through by key, one after the other as fast as they come: from the key until the next pair is drawn. Heap in`,
    `use after a collection: ${figure(steps.heapMiB[0])} MiB after a tenth of them, ${figure(steps.heapMiB[1])} MiB after all.`,
    '',
    markdownTable(['', 'median, ms', '95 %, ms', 'longest, ms'], [stepRow]),
  ]
  return { text: text.join('\n'), data: { pairCount, panels, frames, steps } }
}

/** The nearest of the values; at least one is there. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(share * (sorted.length - 1))]
}
