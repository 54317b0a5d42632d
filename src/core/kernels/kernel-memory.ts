import { KERNELS } from '../../../kernels/build/kernels.js'
import { isKernels, type WasmKernels } from './wasm-kernels.ts'

/** The kernels with a memory of their own, from which blocks are taken one after another. */
export interface KernelMemory {
  readonly kernels: WasmKernels
  /** relaxed multiply-add where the runtime has it */
  readonly variant: Variant
  /** Takes a zeroed block; every view made before is void if the memory had to grow, so take all, then look. */
  take(valueCount: number): number
  takeIndices(count: number): number
  /** Takes a block that holds anything: for what is written before it is read. */
  takeUnset(valueCount: number): number
  /** Takes a block and fills it; kernels take two values at a time, and where the number is odd a zero follows. */
  takeFilled(values: Float64Array): number
  float64(address: number, count: number): Float64Array
  int32(address: number, count: number): Int32Array
  /** Gives the blocks back that `work` took, once it returns or throws. */
  scope<T>(work: () => T): T
}

export const VARIANTS = ['relaxed-simd', 'simd'] as const
export type Variant = (typeof VARIANTS)[number]

/** AssemblyScript's own statics lie below. */
const FIRST_ADDRESS = 64 * 1024
const PAGE_BYTES = 64 * 1024

let shared: KernelMemory | undefined

/** This thread's kernels, loaded at the first call. */
export function kernelMemory(): KernelMemory {
  shared ??= loadKernels()
  return shared
}

/**
 * Loads the kernels in the fastest variant that this runtime takes, or in the one asked for.
 *
 * @throws Error where the kernels are of another version or the runtime has no WebAssembly SIMD
 */
export function loadKernels(variants: readonly Variant[] = VARIANTS): KernelMemory {
  for (const variant of variants) {
    const bytes = Uint8Array.from(atob(KERNELS[variant]), (letter) => letter.charCodeAt(0))
    if (WebAssembly.validate(bytes)) return instantiate(variant, bytes)
  }
  throw new Error('this runtime has no WebAssembly SIMD: use --backend reference')
}

function instantiate(variant: Variant, bytes: Uint8Array<ArrayBuffer>): KernelMemory {
  const memory = new WebAssembly.Memory({ initial: 64 })
  const abort = () => {
    throw new Error('a kernel aborted')
  }
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory, abort } })
  if (!isKernels(exports)) throw new Error('the WebAssembly kernels are of another version: run npm run build:kernels')
  let next = FIRST_ADDRESS

  function takeUnset(byteCount: number): number {
    const address = next
    next += Math.ceil(byteCount / 16) * 16
    const missing = next - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES))
    return address
  }

  function takeBytes(byteCount: number): number {
    const address = takeUnset(byteCount)
    new Uint8Array(memory.buffer, address, next - address).fill(0)
    return address
  }

  const float64 = (address: number, count: number) => new Float64Array(memory.buffer, address, count)

  function takeFilled(values: Float64Array): number {
    const { length } = values
    const address = takeUnset(8 * (length + (length % 2)))
    const block = float64(address, length + (length % 2))
    block.set(values)
    if (length % 2 === 1) block[length] = 0
    return address
  }

  return {
    kernels: exports,
    variant,
    take: (valueCount) => takeBytes(valueCount * 8),
    takeIndices: (count) => takeBytes(count * 4),
    takeUnset: (valueCount) => takeUnset(valueCount * 8),
    takeFilled,
    float64,
    int32: (address, count) => new Int32Array(memory.buffer, address, count),
    scope: (work) => {
      const before = next
      try {
        return work()
      } finally {
        next = before
      }
    },
  }
}
