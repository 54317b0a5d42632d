/** The functions of kernels/; addresses are bytes, strides and counts are values. */
export interface WasmKernels {
  fourRows(
    a: number,
    aStride: number,
    b: number,
    bStride: number,
    c: number,
    cStride: number,
    kLow: number,
    kHigh: number,
    xLow: number,
    xHigh: number,
  ): void
  scatterExp(h: number, at: number, count: number, shift: number, out: number): void
  gatherLog(grid: number, at: number, count: number, shift: number, out: number): number
}

/** Every function there is, so that a stale build is told at once. */
const NAMES = ['fourRows', 'scatterExp', 'gatherLog'] as const satisfies readonly (keyof WasmKernels)[]

export function isKernels(exports: object): exports is WasmKernels {
  return NAMES.every((name) => name in exports)
}
