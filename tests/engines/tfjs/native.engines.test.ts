import { describe, expect, test } from 'vitest'
import { prepareNativeTensorflow } from '../../../scripts/native-tensorflow.ts'
import { messageOf } from '../../../src/core/message-of.ts'
import { tfjsEngine } from '../../../src/engines/tfjs/tfjs-engine.ts'
import { testFloat32Engine } from '../../support/engine-suite.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
const missing = await prepareNativeTensorflow(say).then(
  () => undefined,
  (error: unknown) => messageOf(error),
)
if (missing !== undefined) say(`native TensorFlow is not tested here: ${missing}`)

describe.skipIf(missing !== undefined)('native TensorFlow', () => {
  test('is what the engine runs on, from a folder of its own', async () => {
    const probe = await tfjsEngine.probe()
    expect(probe).toEqual({ usable: true, device: 'CPU (TensorFlow by @tensorflow/tfjs-node, float32)' })
  })

  testFloat32Engine(tfjsEngine)
})
