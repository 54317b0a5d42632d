import type { BatchDevice, DeviceBucket } from '../batch/batch-device.ts'
import { cellsOf, type Shape } from '../batch/shapes.ts'
import { compile, FIELDS_PER_SLOT, GpuBucket, type GpuPipelines, type OnKernelTime } from './gpu-bucket.ts'
import { LONGEST_LINE } from './kernels.ts'

/** More at once would not keep a large card any busier. */
const MOST_SLOTS = 128
/** A bucket's share of a device's memory, of which WebGPU says nothing: little on any card. */
const BUCKET_BYTES = 512 * 2 ** 20
/** Terms of one look's sums, at most: a system ends programs that keep the weakest GPU for seconds. */
const MOST_TERMS = 1e9

/** A GPU as the batch solver sees it. Problems of any ε and λ share a bucket. */
export function gpuDevice(device: GPUDevice, onKernelTime?: OnKernelTime): BatchDevice {
  const pipelines = new Map<string, Promise<GpuPipelines>>()

  function compiled(shape: Shape): Promise<GpuPipelines> {
    const key = `${shape.rows} ${shape.columns}`
    const known = pipelines.get(key) ?? compile(device, shape)
    pipelines.set(key, known)
    return known
  }

  function slotsFor(shape: Shape): number {
    if (Math.max(shape.rows, shape.columns) > LONGEST_LINE) return 0
    const { maxStorageBufferBindingSize, maxBufferSize } = device.limits
    const fieldBytes = 4 * cellsOf(shape)
    const largest = Math.min(maxStorageBufferBindingSize, maxBufferSize)
    const byBinding = Math.floor(largest / (FIELDS_PER_SLOT.largest * fieldBytes))
    const byMemory = Math.floor(BUCKET_BYTES / (FIELDS_PER_SLOT.all * fieldBytes))
    const byTime = Math.ceil(MOST_TERMS / (cellsOf(shape) * (shape.rows + shape.columns)))
    return Math.min(MOST_SLOTS, byBinding, byMemory, byTime)
  }

  async function open(shape: Shape, slots: number): Promise<DeviceBucket> {
    const shaders = await compiled(shape)
    device.pushErrorScope('out-of-memory')
    device.pushErrorScope('validation')
    const bucket = new GpuBucket(device, shape, slots, shaders, onKernelTime)
    const [invalid, full] = [await device.popErrorScope(), await device.popErrorScope()]
    if (!invalid && !full) return bucket
    bucket[Symbol.dispose]()
    throw new Error(full ? `the GPU's memory is full: ${full.message}` : (invalid?.message ?? ''))
  }

  return { groupOf: () => '', slotsFor, open }
}
