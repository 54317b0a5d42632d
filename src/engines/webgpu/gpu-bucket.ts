import type { Lattice } from '../../core/transport/lattice.ts'
import { logsOf, sum } from '../../core/transport/numbers.ts'
import { type DeviceBucket, ITERATIONS_PER_LOOK, type StagePotentials, type Step } from '../batch/batch-device.ts'
import {
  type DenseEnd,
  type DenseStage,
  LOG_NOTHING,
  placesIn,
  putIn,
  tiltsOf,
  valuesIn,
} from '../batch/dense-stage.ts'
import { cellsOf, type Shape } from '../batch/shapes.ts'
import { kernelSource, PROBLEM_WORDS } from './kernels.ts'

const FLOAT_BYTES = 4
const HALF_STEPS = 2 * ITERATIONS_PER_LOOK
/** the logarithms of both ends' relaxed masses, then each half step's error */
const RESULTS = 2 + HALF_STEPS
/** slot, ω, half steps, and one to fill up */
const ACTIVE_WORDS = 4
const MEAN_WORDS = 4
/** where uniforms may begin */
const UNIFORM_STRIDE = 256
/** of a slot's buffers: weights and potentials of both ends, and what has come along the rows */
export const FIELDS_PER_SLOT = { largest: 2, all: 5 } as const

/** How long the device was at work, where it can tell. */
export type OnKernelTime = (sec: number) => void

/** The kernels for one shape. */
export interface GpuPipelines {
  readonly alongRows: GPUComputePipeline
  readonly downColumns: GPUComputePipeline
  readonly sumUpLast: GPUComputePipeline
  readonly layout: readonly [problem: GPUBindGroupLayout, step: GPUBindGroupLayout]
}

export async function compile(device: GPUDevice, { rows, columns }: Shape): Promise<GpuPipelines> {
  const module = device.createShaderModule({ code: kernelSource(rows, columns) })
  const visibility = GPUShaderStage.COMPUTE
  const storage = (['read-only', 'read-only', 'read-only', '', 'read-only', '', '', ''] as const).map(
    (kind, binding) => ({
      binding,
      visibility,
      buffer: { type: kind === '' ? 'storage' : `${kind}-storage` } satisfies GPUBufferBindingLayout,
    }),
  )
  const problem = device.createBindGroupLayout({ entries: storage })
  const step = device.createBindGroupLayout({
    entries: [{ binding: 0, visibility, buffer: { type: 'uniform', hasDynamicOffset: true } }],
  })
  const layout = device.createPipelineLayout({ bindGroupLayouts: [problem, step] })
  const pipeline = (entryPoint: string) =>
    device.createComputePipelineAsync({ layout, compute: { module, entryPoint } })
  const [alongRows, downColumns, sumUpLast] = await Promise.all(['alongRows', 'downColumns', 'sumUpLast'].map(pipeline))
  return { alongRows, downColumns, sumUpLast, layout: [problem, step] }
}

/** What a slot holds. */
interface Loaded {
  readonly isSymmetric: boolean
  readonly ends: readonly LoadedEnd[]
}

interface LoadedEnd {
  readonly lattice: Lattice
  /** of its points, in the bucket's shape */
  readonly at: Int32Array
}

/** A bucket in a GPU's memory. What it has of a problem is uploaded once; between two looks nothing but ω goes there and the errors come back. */
export class GpuBucket implements DeviceBucket {
  readonly #device: GPUDevice
  readonly #shape: Shape
  readonly #cells: number
  readonly #slots: number
  readonly #pipelines: GpuPipelines
  readonly #problems: GPUBuffer
  readonly #actives: GPUBuffer
  readonly #logWeights: GPUBuffer
  readonly #potentials: GPUBuffer
  readonly #ranges: GPUBuffer
  readonly #lines: GPUBuffer
  readonly #means: GPUBuffer
  readonly #results: GPUBuffer
  readonly #steps: GPUBuffer
  readonly #bindings: readonly [GPUBindGroup, GPUBindGroup]
  readonly #loaded = new Map<number, Loaded>()
  /** what the next upload is put together in */
  readonly #scratch: readonly [logWeights: Float32Array<ArrayBuffer>, potentials: Float32Array<ArrayBuffer>]
  readonly #clock: GpuClock | undefined
  /** those that are not in use */
  readonly #staging: GPUBuffer[] = []

  constructor(
    device: GPUDevice,
    shape: Shape,
    slots: number,
    pipelines: GpuPipelines,
    onKernelTime: OnKernelTime | undefined,
  ) {
    this.#device = device
    this.#shape = shape
    this.#cells = cellsOf(shape)
    this.#slots = slots
    this.#pipelines = pipelines
    this.#scratch = [new Float32Array(2 * this.#cells), new Float32Array(2 * this.#cells)]
    const { STORAGE, COPY_DST, COPY_SRC, UNIFORM } = GPUBufferUsage
    const words = (count: number, usage: number) => device.createBuffer({ size: count * FLOAT_BYTES, usage })
    this.#problems = words(slots * PROBLEM_WORDS, STORAGE | COPY_DST)
    this.#actives = words(slots * ACTIVE_WORDS, STORAGE | COPY_DST)
    this.#logWeights = words(slots * 2 * this.#cells, STORAGE | COPY_DST)
    this.#potentials = words(slots * 2 * this.#cells, STORAGE | COPY_DST | COPY_SRC)
    this.#ranges = words(slots * 2 * this.#rangeCount * 2, STORAGE | COPY_DST)
    this.#lines = words(slots * this.#cells, STORAGE)
    this.#means = words(slots * 2 * shape.columns * MEAN_WORDS, STORAGE)
    this.#results = words(slots * RESULTS, STORAGE | COPY_DST | COPY_SRC)
    this.#steps = words(((HALF_STEPS + 1) * UNIFORM_STRIDE) / FLOAT_BYTES, UNIFORM | COPY_DST)
    for (let step = 0; step <= HALF_STEPS; step++) {
      device.queue.writeBuffer(this.#steps, step * UNIFORM_STRIDE, Uint32Array.of(step, HALF_STEPS))
    }
    const buffers = [
      this.#problems,
      this.#actives,
      this.#logWeights,
      this.#potentials,
      this.#ranges,
      this.#lines,
      this.#means,
      this.#results,
    ]
    const [problem, step] = pipelines.layout
    this.#bindings = [
      device.createBindGroup({
        layout: problem,
        entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
      }),
      device.createBindGroup({
        layout: step,
        entries: [{ binding: 0, resource: { buffer: this.#steps, size: 2 * FLOAT_BYTES } }],
      }),
    ]
    this.#clock = onKernelTime && gpuClock(device, onKernelTime)
  }

  get #rangeCount(): number {
    return this.#shape.rows + this.#shape.columns + 2
  }

  [Symbol.dispose](): void {
    for (const buffer of [
      this.#problems,
      this.#actives,
      this.#logWeights,
      this.#potentials,
      this.#ranges,
      this.#lines,
      this.#means,
      this.#results,
      this.#steps,
      ...this.#staging,
    ]) {
      buffer.destroy()
    }
    this.#clock?.destroy()
  }

  load(slot: number, stage: DenseStage, { f, g }: StagePotentials): void {
    const { queue } = this.#device
    const ends = this.#ends(stage)
    this.#loaded.set(slot, { isSymmetric: stage.isSymmetric, ends })
    queue.writeBuffer(this.#problems, slot * PROBLEM_WORDS * FLOAT_BYTES, problemWords(stage))
    const cells = 2 * this.#cells
    const [logWeights, potentials] = this.#scratch
    logWeights.fill(LOG_NOTHING)
    ends.forEach(({ lattice, at }, end) => {
      const first = end * this.#cells
      putIn(logWeights.subarray(first), at, logsOf(lattice.weights))
      putIn(potentials.subarray(first), at, end === 0 ? f : g)
    })
    queue.writeBuffer(this.#logWeights, slot * cells * FLOAT_BYTES, logWeights)
    queue.writeBuffer(this.#potentials, slot * cells * FLOAT_BYTES, potentials)
    queue.writeBuffer(this.#ranges, slot * 4 * this.#rangeCount * FLOAT_BYTES, this.#rangesOf(stage))
    const relaxed = [logRelaxed(stage.source, f, stage), logRelaxed(stage.target, g, stage)]
    queue.writeBuffer(this.#results, slot * RESULTS * FLOAT_BYTES, Float32Array.from(relaxed))
  }

  clear(slot: number): void {
    this.#loaded.delete(slot)
  }

  async iterate(steps: readonly Step[]): Promise<readonly Float32Array[]> {
    const { queue } = this.#device
    queue.writeBuffer(this.#actives, 0, activeWords(steps))
    const encoder = this.#device.createCommandEncoder()
    const pass = encoder.beginComputePass(this.#clock ? { timestampWrites: this.#clock.writes } : {})
    pass.setBindGroup(0, this.#bindings[0])
    const dispatch = (pipeline: GPUComputePipeline, step: number, lines: number) => {
      pass.setBindGroup(1, this.#bindings[1], [step * UNIFORM_STRIDE])
      pass.setPipeline(pipeline)
      pass.dispatchWorkgroups(lines, steps.length)
    }
    for (let step = 0; step < HALF_STEPS; step++) {
      // one line more: it sums up the half step before
      dispatch(this.#pipelines.alongRows, step, this.#shape.rows + 1)
      dispatch(this.#pipelines.downColumns, step, this.#shape.columns)
    }
    dispatch(this.#pipelines.sumUpLast, HALF_STEPS, 1)
    pass.end()
    this.#clock?.resolve(encoder)
    const all = await this.#readBack(encoder, this.#results, 0, this.#slots * RESULTS)
    await this.#clock?.read()
    return steps.map(({ slot, count }) => {
      const errors = all.subarray(slot * RESULTS + 2, (slot + 1) * RESULTS)
      // a symmetric problem's second half step is the first
      const factor = this.#loaded.get(slot)?.isSymmetric ? 2 : 1
      return Float32Array.from({ length: count }, (_, k) => factor * (errors[2 * k] + errors[2 * k + 1]))
    })
  }

  async read(slot: number): Promise<StagePotentials> {
    const loaded = this.#loaded.get(slot)
    if (!loaded) throw new Error(`slot ${slot} is empty`)
    const cells = 2 * this.#cells
    const fields = await this.#readBack(this.#device.createCommandEncoder(), this.#potentials, slot * cells, cells)
    const [f, g] = loaded.ends.map(({ at }, end) => valuesIn(fields.subarray(end * this.#cells), at))
    return { f, g: loaded.isSymmetric ? f : g }
  }

  async #readBack(encoder: GPUCommandEncoder, from: GPUBuffer, offset: number, count: number): Promise<Float32Array> {
    const size = count * FLOAT_BYTES
    const staging = this.#staging.pop() ?? this.#newStaging()
    encoder.copyBufferToBuffer(from, offset * FLOAT_BYTES, staging, 0, size)
    this.#device.queue.submit([encoder.finish()])
    await staging.mapAsync(GPUMapMode.READ, 0, size)
    const values = new Float32Array(staging.getMappedRange(0, size).slice(0))
    staging.unmap()
    this.#staging.push(staging)
    return values
  }

  #newStaging(): GPUBuffer {
    const size = Math.max(2 * this.#cells, this.#slots * RESULTS) * FLOAT_BYTES
    return this.#device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST })
  }

  /** both ends, with their points' places in the bucket's shape */
  #ends({ source, target, columns }: DenseStage): readonly LoadedEnd[] {
    return [source, target].map((end) => ({ lattice: end.lattice, at: placesIn(end, columns, this.#shape.columns) }))
  }

  /** as the kernels' `ranges` has them: pairs */
  #rangesOf({ source, target, columns }: DenseStage): Uint32Array<ArrayBuffer> {
    const perEnd = 2 * this.#rangeCount
    const out = new Uint32Array(2 * perEnd)
    for (const [end, { places }] of [source, target].entries()) {
      fillRanges(out.subarray(end * perEnd, (end + 1) * perEnd), places, columns, this.#shape.rows)
    }
    return out
  }
}

/** Half-open ranges, which begin as (0, 0): for each row the columns that hold mass, for each column the rows, then rows and columns of the whole. */
function fillRanges(out: Uint32Array, places: Int32Array, columns: number, shapeRows: number): void {
  const whole = out.length - 4
  for (let i = 0; i < places.length; i++) {
    const row = Math.floor(places[i] / columns)
    const column = places[i] - row * columns
    widen(out, 2 * row, column)
    widen(out, 2 * (shapeRows + column), row)
    widen(out, whole, row)
    widen(out, whole + 2, column)
  }
}

function widen(ranges: Uint32Array, at: number, position: number): void {
  if (ranges[at + 1] === 0) ranges[at] = position
  else if (position < ranges[at]) ranges[at] = position
  if (position >= ranges[at + 1]) ranges[at + 1] = position + 1
}

function problemWords(stage: DenseStage): ArrayBuffer {
  const words = new DataView(new ArrayBuffer(PROBLEM_WORDS * FLOAT_BYTES))
  const logMass = ({ lattice }: DenseEnd) => Math.log(sum(lattice.weights))
  const { rows, columns, isSymmetric, scale, tau, reach, source, target } = stage
  ;[rows, columns, isSymmetric ? 1 : 0].forEach((value, k) => {
    words.setUint32(k * FLOAT_BYTES, value, true)
  })
  ;[scale, tau, reach, logMass(source), logMass(target)].forEach((value, k) => {
    words.setFloat32((3 + k) * FLOAT_BYTES, value, true)
  })
  ;[source, target].forEach(({ tilt }, end) => {
    ;[tilt.constant, tilt.perRow, tilt.perColumn].forEach((value, k) => {
      words.setFloat32((8 + 4 * end + k) * FLOAT_BYTES, value, true)
    })
  })
  return words.buffer
}

function activeWords(steps: readonly Step[]): ArrayBuffer {
  const words = new DataView(new ArrayBuffer(steps.length * ACTIVE_WORDS * FLOAT_BYTES))
  steps.forEach(({ slot, omega, count }, k) => {
    const at = k * ACTIVE_WORDS * FLOAT_BYTES
    words.setUint32(at, slot, true)
    words.setFloat32(at + FLOAT_BYTES, omega, true)
    words.setUint32(at + 2 * FLOAT_BYTES, 2 * count, true)
  })
  return words.buffer
}

/** log Σ w e^(−p ε/λ), with p the potential without its tilt */
function logRelaxed(end: DenseEnd, potential: Float32Array, { reach, columns }: DenseStage): number {
  const { weights } = end.lattice
  const exponents = tiltsOf(end, columns)
  let top = Number.NEGATIVE_INFINITY
  for (let i = 0; i < exponents.length; i++) {
    exponents[i] = (exponents[i] - potential[i]) / reach
    top = Math.max(top, exponents[i])
  }
  let relaxed = 0
  for (let i = 0; i < exponents.length; i++) relaxed += weights[i] * Math.exp(exponents[i] - top)
  return Math.log(relaxed) + top
}

/** Times a compute pass by the device's own clock. */
interface GpuClock {
  readonly writes: GPUComputePassTimestampWrites
  resolve(encoder: GPUCommandEncoder): void
  read(): Promise<void>
  destroy(): void
}

function gpuClock(device: GPUDevice, onKernelTime: OnKernelTime): GpuClock | undefined {
  if (!device.features.has('timestamp-query')) return undefined
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 })
  const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage
  const resolved = device.createBuffer({ size: 16, usage: QUERY_RESOLVE | COPY_SRC })
  const staging = device.createBuffer({ size: 16, usage: COPY_DST | MAP_READ })
  return {
    writes: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
    resolve: (encoder) => {
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0)
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, 16)
    },
    read: async () => {
      await staging.mapAsync(GPUMapMode.READ)
      const [begin, end] = new BigInt64Array(staging.getMappedRange())
      onKernelTime(Number(end - begin) / 1e9)
      staging.unmap()
    },
    destroy: () => {
      querySet.destroy()
      resolved.destroy()
      staging.destroy()
    },
  }
}
