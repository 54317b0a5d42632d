import type { BatchDevice } from '../batch/batch-device.ts'
import { shapeBuckets } from '../batch/shape-buckets.ts'
import { cellsOf } from '../batch/shapes.ts'
import type { Tfjs } from './load-tfjs.ts'
import { TfjsBucket } from './tfjs-bucket.ts'

/** More at once would not keep a large card any busier. */
const MOST_SLOTS = 128
/** What one operation's result may take: the memory of a small card holds some ten of them. */
const RESULT_BYTES = 128 * 2 ** 20
/** An operation's largest result holds a field for each of up to so many blocks of an axis. */
const BLOCKS = 4
/** On a processor one problem's fields just fit its cache, and several take longer than one after another. */
const SLOTS_ON_PROCESSOR = 1

/** TensorFlow.js's operations as the batch solver sees them. Problems that share a bucket share the kernel's matrices, so ε and λ too. */
export function tfjsDevice(tf: Tfjs, isOnGpu: boolean): BatchDevice {
  return shapeBuckets({
    groupOf: ({ scale, tau, reach, isSymmetric }) => [scale, tau, reach, isSymmetric].join(' '),
    slotsFor: (shape) => {
      if (!isOnGpu) return SLOTS_ON_PROCESSOR
      const bytes = 4 * BLOCKS * cellsOf(shape)
      return Math.min(MOST_SLOTS, Math.max(1, Math.floor(RESULT_BYTES / bytes)))
    },
    open: (shape, stage) => new TfjsBucket(tf, shape, stage),
  })
}
