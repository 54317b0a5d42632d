import { ITERATIONS_PER_LOOK } from '../batch/batch-device.ts'
import type { KernelLayout } from './gpu-pipelines.ts'
import { ACTIVE_WORDS, FIELD_COUNT, PROBLEM_WORDS, SLOT_BYTES, STATE_WORDS, WORD_BYTES } from './kernels/layout.ts'

/** where uniforms may begin */
const UNIFORM_STRIDE = 256

/** What the kernels work on. */
export interface GpuBuffers {
  readonly problems: GPUBuffer
  readonly actives: GPUBuffer
  readonly ranges: GPUBuffer
  readonly states: GPUBuffer
  readonly fields: GPUBuffer
  readonly means: GPUBuffer
  readonly errors: GPUBuffer
  readonly products: GPUBuffer
  readonly now: GPUBuffer
}

/** @param cells of all problems together */
export function makeBuffers(device: GPUDevice, slots: number, cells: number): GpuBuffers {
  const { STORAGE, COPY_DST, COPY_SRC, UNIFORM } = GPUBufferUsage
  const buffer = (size: number, usage: number) => device.createBuffer({ size, usage })
  const buffers = {
    problems: buffer(slots * PROBLEM_WORDS * WORD_BYTES, STORAGE | COPY_DST),
    actives: buffer(slots * ACTIVE_WORDS * WORD_BYTES, STORAGE | COPY_DST),
    ranges: buffer(slots * SLOT_BYTES.ranges, STORAGE | COPY_DST),
    states: buffer(slots * STATE_WORDS * WORD_BYTES, STORAGE | COPY_DST),
    fields: buffer(cells * FIELD_COUNT * WORD_BYTES, STORAGE | COPY_DST | COPY_SRC),
    means: buffer(slots * SLOT_BYTES.means, STORAGE),
    errors: buffer(slots * SLOT_BYTES.errors, STORAGE | COPY_SRC),
    products: buffer(slots * SLOT_BYTES.products, STORAGE),
    now: buffer(nowOffset(ITERATIONS_PER_LOOK, 0), UNIFORM | COPY_DST),
  }
  for (let iteration = 0; iteration < ITERATIONS_PER_LOOK; iteration++) {
    for (const end of [0, 1]) {
      device.queue.writeBuffer(buffers.now, nowOffset(iteration, end), Uint32Array.of(iteration, end))
    }
  }
  return buffers
}

/** Where in `now` an iteration's half step stands, bytes. */
export function nowOffset(iteration: number, end: number): number {
  return (2 * iteration + end) * UNIFORM_STRIDE
}

export interface Bindings {
  readonly buffers: GPUBindGroup
  readonly now: GPUBindGroup
}

export function bind(device: GPUDevice, { groups }: KernelLayout, buffers: GpuBuffers): Bindings {
  const { problems, actives, ranges, states, fields, means, errors, products, now } = buffers
  return {
    buffers: device.createBindGroup({
      layout: groups[0],
      entries: [problems, actives, ranges, states, fields, means, errors, products].map((buffer, binding) => ({
        binding,
        resource: { buffer },
      })),
    }),
    now: device.createBindGroup({
      layout: groups[1],
      entries: [{ binding: 0, resource: { buffer: now, size: 2 * WORD_BYTES } }],
    }),
  }
}
