import {
  type BatchDevice,
  type Entering,
  ITERATIONS_PER_LOOK,
  type StagePotentials,
  type Step,
  type Work,
} from '../batch/batch-device.ts'
import { type DenseStage, placesIn } from '../batch/dense-stage.ts'
import { cellsOf } from '../batch/shapes.ts'
import { arena } from './arena.ts'
import { type Bindings, bind, type GpuBuffers, makeBuffers, nowOffset } from './gpu-buffers.ts'
import { type GpuClock, gpuClock } from './gpu-clock.ts'
import { compile, type GpuPipelines, type KernelLayout, kernelLayout } from './gpu-pipelines.ts'
import {
  type FieldShape,
  fieldShapeOf,
  fieldsOf,
  firstState,
  problemWords,
  rangesOf,
  takeSplit,
} from './gpu-problem.ts'
import {
  ACTIVE_WORDS,
  DISPATCHES,
  FIELD_COUNT,
  FIELDS,
  LONGEST_LINE,
  PROBLEM_WORDS,
  SLOT_BYTES,
  STATE_WORDS,
  WORD_BYTES,
} from './kernels/layout.ts'

/** Their lines are three times as many as a large card computes at once. */
const MOST_SLOTS = 64
/** Of the device's memory, of which WebGPU says nothing: little on any card, and enough for as many problems of a usual size. */
const FIELD_BYTES = 128 * 2 ** 20
/** Terms of the sums that are submitted together, at most: a system ends programs that keep the weakest GPU for seconds. */
const MOST_TERMS = 4e9
/** Shorter lines would not let a core hold more workgroups. */
const SHORTEST_LINE = 256

/** How long the device was at work, where it can tell. */
type OnKernelTime = (sec: number) => void

/** What a slot holds. */
interface Loaded {
  readonly stage: DenseStage
  readonly shape: FieldShape
  /** where its fields begin, in cells */
  readonly first: number
  /** of an iteration's sums, at most */
  readonly terms: number
}

/**
 * A GPU as the batch solver sees it. Problems of any size, ε and λ are iterated on together. What it has of a problem is uploaded
 * once; between two looks only what to do goes there, and the errors come back.
 *
 * @throws Error where its memory does not suffice
 */
export async function gpuDevice(device: GPUDevice, onKernelTime?: OnKernelTime): Promise<BatchDevice> {
  device.pushErrorScope('out-of-memory')
  device.pushErrorScope('validation')
  const batch = new GpuBatch(device, onKernelTime)
  const [invalid, full] = [await device.popErrorScope(), await device.popErrorScope()]
  if (!invalid && !full) return batch
  batch[Symbol.dispose]()
  throw new Error(full ? `the GPU's memory is full: ${full.message}` : (invalid?.message ?? ''))
}

class GpuBatch implements BatchDevice {
  readonly acceleratesItself = true
  readonly work: Work = { cells: 0, paddedCells: 0 }
  readonly #device: GPUDevice
  readonly #cells: number
  readonly #room
  readonly #freeSlots = Array.from({ length: MOST_SLOTS }, (_, k) => MOST_SLOTS - 1 - k)
  readonly #loaded = new Map<number, Loaded>()
  readonly #buffers: GpuBuffers
  readonly #layout: KernelLayout
  readonly #bindings: Bindings
  /** by the longest line that they take */
  readonly #pipelines = new Map<number, Promise<GpuPipelines>>()
  readonly #clock: GpuClock | undefined
  readonly #onKernelTime: OnKernelTime | undefined
  /** those that are not in use, by their size */
  readonly #staging = new Map<number, GPUBuffer[]>()

  constructor(device: GPUDevice, onKernelTime: OnKernelTime | undefined) {
    this.#device = device
    const { maxStorageBufferBindingSize, maxBufferSize } = device.limits
    const bytes = Math.min(FIELD_BYTES, maxStorageBufferBindingSize, maxBufferSize)
    this.#cells = Math.floor(bytes / (FIELD_COUNT * WORD_BYTES))
    this.#room = arena(this.#cells)
    this.#buffers = makeBuffers(device, MOST_SLOTS, this.#cells)
    this.#layout = kernelLayout(device)
    this.#bindings = bind(device, this.#layout, this.#buffers)
    this.#onKernelTime = onKernelTime
    this.#clock = onKernelTime && gpuClock(device, ITERATIONS_PER_LOOK)
  }

  [Symbol.dispose](): void {
    for (const buffer of [...Object.values<GPUBuffer>({ ...this.#buffers }), ...[...this.#staging.values()].flat()]) {
      buffer.destroy()
    }
    this.#clock?.destroy()
  }

  load(entering: readonly Entering[]): readonly (number | 'later' | Error)[] {
    let isFull = false
    return entering.map((one) => {
      // small ones would keep a large one waiting for as long as they come
      const place = isFull ? 'later' : this.#loadOne(one)
      isFull ||= place === 'later'
      return place
    })
  }

  #loadOne(entering: Entering): number | 'later' | Error {
    const { rows, columns } = entering.stage
    const shape = fieldShapeOf(entering.stage)
    if (Math.max(rows, columns) > LONGEST_LINE || shape.size > this.#cells) {
      return new Error(`${rows} × ${columns} pixels are more than the GPU can take`)
    }
    const terms = 2 * shape.size * (rows + columns)
    const underWay = termsOf([...this.#loaded.values()])
    if (underWay > 0 && underWay + terms > MOST_TERMS) return 'later'
    const slot = this.#freeSlots.at(-1)
    const first = slot === undefined ? undefined : this.#room.take(shape.size)
    if (slot === undefined || first === undefined) return 'later'
    this.#freeSlots.pop()
    this.#loaded.set(slot, { stage: entering.stage, shape, first, terms })
    this.#upload(slot, first, shape, entering)
    return slot
  }

  #upload(slot: number, first: number, shape: FieldShape, entering: Entering): void {
    const { queue } = this.#device
    const { problems, states, fields, ranges } = this.#buffers
    queue.writeBuffer(problems, slot * PROBLEM_WORDS * WORD_BYTES, problemWords(entering.stage, shape, first))
    queue.writeBuffer(states, slot * STATE_WORDS * WORD_BYTES, firstState())
    queue.writeBuffer(fields, first * FIELD_COUNT * WORD_BYTES, fieldsOf(entering, shape))
    queue.writeBuffer(ranges, slot * SLOT_BYTES.ranges, rangesOf(entering.stage))
  }

  clear(slot: number): void {
    this.#room.give(this.#at(slot).first)
    this.#loaded.delete(slot)
    this.#freeSlots.push(slot)
  }

  async iterate(steps: readonly Step[]): Promise<readonly ArrayLike<number>[]> {
    const loaded = steps.map(({ slot }) => this.#at(slot))
    const rows = Math.max(...loaded.map(({ stage }) => stage.rows))
    const columns = Math.max(...loaded.map(({ stage }) => stage.columns))
    const groups = { rows, rowsAndSum: rows + 1, columns, one: 1 }
    const pipelines = await this.#pipelinesFor(Math.max(rows, columns))
    this.#device.queue.writeBuffer(this.#buffers.actives, 0, activeWords(steps))
    const count = Math.max(...steps.map((step) => step.count))
    const perPass = Math.max(1, Math.floor(MOST_TERMS / termsOf(loaded)))
    let passes = 0
    for (let from = 0; from < count; from += perPass) {
      const encoder = this.#device.createCommandEncoder()
      const pass = encoder.beginComputePass(this.#clock ? { timestampWrites: this.#clock.writesOf(passes++) } : {})
      pass.setBindGroup(0, this.#bindings.buffers)
      for (let iteration = from; iteration < Math.min(count, from + perPass); iteration++) {
        for (const { entryPoint, end, lines } of DISPATCHES) {
          pass.setPipeline(pipelines[entryPoint])
          pass.setBindGroup(1, this.#bindings.now, [nowOffset(iteration, end)])
          pass.dispatchWorkgroups(groups[lines], steps.length)
        }
      }
      pass.end()
      this.#device.queue.submit([encoder.finish()])
    }
    const errors = await this.#errors(passes)
    return steps.map(({ slot, count: asked, tolerance }, k) => {
      const made = untilGood(errors.subarray(slot * ITERATIONS_PER_LOOK, slot * ITERATIONS_PER_LOOK + asked), tolerance)
      const { stage, shape } = loaded[k]
      this.work.cells += made.length * cellsOf(stage)
      this.work.paddedCells += made.length * shape.size
      return made
    })
  }

  async #errors(passes: number): Promise<Float32Array> {
    const encoder = this.#device.createCommandEncoder()
    this.#clock?.resolve(encoder)
    const errors = await this.#readBack(encoder, this.#buffers.errors, 0, MOST_SLOTS * ITERATIONS_PER_LOOK)
    if (this.#clock) this.#onKernelTime?.(await this.#clock.read(passes))
    return errors
  }

  async read(slot: number): Promise<StagePotentials> {
    const { stage, shape, first } = this.#at(slot)
    const start = first * FIELD_COUNT + FIELDS.potentials * shape.size
    const encoder = this.#device.createCommandEncoder()
    const fields = await this.#readBack(encoder, this.#buffers.fields, start, 4 * shape.size)
    const { size } = shape
    const [f, g] = [stage.source, stage.target].map((end, k) =>
      takeSplit(fields.subarray(2 * k * size), size, placesIn(end, stage.columns, shape.rowStride)),
    )
    return stage.isSymmetric ? { f: g, g } : { f, g }
  }

  /** @param start and count in words */
  async #readBack(encoder: GPUCommandEncoder, from: GPUBuffer, start: number, count: number): Promise<Float32Array> {
    const size = count * WORD_BYTES
    const bufferSize = 2 ** Math.ceil(Math.log2(size))
    const free = this.#staging.get(bufferSize) ?? []
    this.#staging.set(bufferSize, free)
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST
    const staging = free.pop() ?? this.#device.createBuffer({ size: bufferSize, usage })
    encoder.copyBufferToBuffer(from, start * WORD_BYTES, staging, 0, size)
    this.#device.queue.submit([encoder.finish()])
    await staging.mapAsync(GPUMapMode.READ, 0, size)
    const values = new Float32Array(staging.getMappedRange(0, size).slice(0))
    staging.unmap()
    free.push(staging)
    return values
  }

  #at(slot: number): Loaded {
    const loaded = this.#loaded.get(slot)
    if (!loaded) throw new Error(`slot ${slot} is empty`)
    return loaded
  }

  #pipelinesFor(line: number): Promise<GpuPipelines> {
    const longest = Math.max(SHORTEST_LINE, 2 ** Math.ceil(Math.log2(line)))
    const known = this.#pipelines.get(longest)
    if (known) return known
    const compiling = compile(this.#device, this.#layout, longest)
    this.#pipelines.set(longest, compiling)
    // the next one may fare better
    compiling.catch(() => this.#pipelines.delete(longest))
    return compiling
  }
}

function termsOf(loaded: readonly Loaded[]): number {
  return loaded.reduce((total, { terms }) => total + terms, 0)
}

/** What the kernels know of the steps: see `Active` there. */
function activeWords(steps: readonly Step[]): ArrayBuffer {
  const words = new ArrayBuffer(steps.length * ACTIVE_WORDS * WORD_BYTES)
  const [integers, floats] = [new Uint32Array(words), new Float32Array(words)]
  steps.forEach(({ slot, omega, count, tolerance }, k) => {
    integers.set([slot, omega === undefined ? 1 : 0, count], k * ACTIVE_WORDS)
    floats[k * ACTIVE_WORDS + 3] = tolerance
  })
  return words
}

/** The errors of the iterations that were made: none after one that was within the tolerance. */
function untilGood(errors: Float32Array, tolerance: number): Float32Array {
  // the kernels know it in float32
  const least = Math.fround(tolerance)
  const good = errors.findIndex((error) => error <= least)
  return good < 0 ? errors : errors.subarray(0, good + 1)
}
