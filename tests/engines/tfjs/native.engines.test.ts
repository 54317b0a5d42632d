import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { prepareNativeTensorflow } from '../../../scripts/native-tensorflow.ts'
import { messageOf } from '../../../src/core/message-of.ts'
import type { EngineName } from '../../../src/engines/engine.ts'
import { tfjsEngine } from '../../../src/engines/tfjs/tfjs-engine.ts'
import { runBatch } from '../../../src/runner/run-batch.ts'
import { runParameters } from '../../../src/runner/run-parameters.ts'
import { type DemoFiles, writeDemoFiles } from '../../../src/study/demo-files.ts'
import { decodeNpz } from '../../../src/study/npz.ts'
import { npzNumbers } from '../../../src/study/npz-numbers.ts'
import { FIELDS_FILE } from '../../../src/study/pair-artifacts.ts'
import { RunStore } from '../../../src/study/run-store.ts'
import { FLOORS, testFloat32Engine } from '../../support/engine-suite.ts'
import { PLAIN_RUN } from '../../support/plain-run.ts'
import { tempDir } from '../../support/temp-dir.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const missing = await prepareNativeTensorflow(say).then(
  () => undefined,
  (error: unknown) => messageOf(error),
)
say(missing === undefined ? 'native TensorFlow is tested here' : `native TensorFlow is not tested here: ${missing}`)

describe.skipIf(missing !== undefined)('native TensorFlow', () => {
  test('is what the engine runs on, from a folder of its own', async () => {
    const probe = await tfjsEngine.probe()
    expect(probe).toEqual({ usable: true, device: 'CPU (TensorFlow by @tensorflow/tfjs-node, float32)' })
  })

  testFloat32Engine(tfjsEngine, FLOORS.rounded)

  test('the demo: every pair of a run on it, in a process of its own, as the cpu engine solves it', async () => {
    const dir = tempDir()
    const files = writeDemoFiles(dir, { pairs: 20 })
    const [native, cpu] = [await runDemo(files, dir, 'tfjs'), await runDemo(files, dir, 'cpu')]
    expect(native.summary).toMatchObject({ counts: { ok: 20 }, engineDeaths: [] })
    expect(native.pairs.map(({ engine }) => engine)).toEqual(Array(20).fill(expect.stringMatching(/^tfjs/)))
    for (const [i, pair] of native.pairs.entries()) {
      const right = cpu.pairs[i]
      for (const figure of ['cost', 'transportedMass'] as const) {
        expect(Math.abs(pair[figure] / right[figure] - 1), `${pair.pairId} ${figure}`).toBeLessThanOrEqual(1e-5)
      }
      const furthest = largest(pair.velocity.map((value, k) => value - right.velocity[k]))
      expect(furthest / largest(right.velocity), `${pair.pairId} velocity`).toBeLessThanOrEqual(1e-5)
    }
  })
})

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

/** the demo's pairs at full resolution, to a tolerance at which their displacement is known to 1e-5 */
async function runDemo(files: DemoFiles, dir: string, engine: EngineName) {
  const studyDir = join(dir, engine)
  const summary = await runBatch(
    {
      tablePath: files.tablePath,
      manifestPath: files.manifestPath,
      dataRoot: files.dataRoot,
      studyDir,
      runId: 'run',
      parameters: runParameters({ tolerance: 1e-7 }),
      backend: engine,
      workers: 2,
      coupling: 'none',
      ...PLAIN_RUN,
    },
    () => {},
    new AbortController().signal,
  )
  using store = RunStore.open(studyDir)
  const artifactsDir = join(studyDir, store.run('run')?.artifactsDir ?? '')
  const pairs = store.pairs('run').map(({ pairId, metrics }) => {
    const fields = decodeNpz(readFileSync(join(artifactsDir, pairId, FIELDS_FILE)))
    // off the source a map is undefined
    const velocity = npzNumbers(fields, 'velocity_px_per_frame_yx').map((value) => (Number.isNaN(value) ? 0 : value))
    const { engine: solvedBy, cost, transported_mass } = metrics ?? {}
    return { pairId, engine: solvedBy, cost: Number(cost), transportedMass: Number(transported_mass), velocity }
  })
  return { summary, pairs }
}
