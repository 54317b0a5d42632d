/** The functions of kernels/: what each does is said there. Addresses are bytes; strides and counts are values. */
export interface WasmKernels
  extends ProductKernels,
    PointKernels,
    GaussLogKernels,
    AndersonKernels,
    DistanceLogKernels,
    CellKernels,
    EndSumsKernels,
    CholeskyKernels,
    DctKernels {}

/** kernels/product.ts */
interface ProductKernels {
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
}

/** kernels/points.ts */
interface PointKernels {
  exps(x: number, count: number, out: number): void
  expm1s(x: number, count: number, out: number): void
  logs(x: number, count: number, out: number): void
  largestTerm(logWeights: number, potential: number, count: number, scale: number): number
  scatterTerms(
    logWeights: number,
    potential: number,
    points: number,
    count: number,
    scale: number,
    top: number,
    grid: number,
  ): void
  scatterLogTerms(
    logWeights: number,
    potential: number,
    points: number,
    count: number,
    scale: number,
    grid: number,
  ): void
  gatherLogs(grid: number, points: number, count: number, top: number, factor: number, out: number): number
  gather(grid: number, points: number, count: number, factor: number, out: number): void
  gatherRatios(numerators: number, denominators: number, points: number, count: number, out: number): void
  excess(weights: number, potential: number, count: number, scale: number): number
  sumOfTerms(weights: number, potential: number, count: number, scale: number, top: number): number
  shift(values: number, count: number, constant: number): void
  average(values: number, others: number, count: number): void
  weighted(weights: number, potential: number, count: number, scale: number, out: number): void
  weighted2(weights: number, a: number, scaleA: number, b: number, scaleB: number, count: number, out: number): void
  distance(a: number, b: number, count: number): number
}

/** kernels/gauss-log.ts */
interface GaussLogKernels {
  gaussLogSums(
    h: number,
    hStride: number,
    inRanges: number,
    inStart: number,
    inStep: number,
    out: number,
    outLineStride: number,
    outStride: number,
    outRanges: number,
    outStart: number,
    outStep: number,
    lines: number,
    scale: number,
    slopes: number,
    inCount: number,
    scratch: number,
  ): void
  gaussLogMoments(
    h: number,
    squares: number,
    others: number,
    hStride: number,
    inRanges: number,
    inStart: number,
    inStep: number,
    out: number,
    meanOffset: number,
    meanSquare: number,
    meanOther: number,
    outLineStride: number,
    outStride: number,
    outRanges: number,
    outStart: number,
    outStep: number,
    lines: number,
    scale: number,
    scratch: number,
  ): void
  gaussSlopes(inCount: number, inStep: number, outStep: number, scale: number, slopes: number): void
}

/** kernels/cholesky.ts */
interface CholeskyKernels {
  factorise(values: number, first: number, starts: number, size: number): void
  solveFactorised(values: number, first: number, starts: number, size: number, x: number): void
}

/** kernels/distance-log.ts */
interface DistanceLogKernels {
  distanceLogSums(
    h: number,
    fromY: number,
    fromX: number,
    fromTiles: number,
    fromBoxes: number,
    fromTileCount: number,
    toY: number,
    toX: number,
    toTiles: number,
    toBoxes: number,
    toTileCount: number,
    scale: number,
    out: number,
    meanDy: number,
    meanDx: number,
    meanDistance: number,
    tops: number,
    scratch: number,
  ): void
}

/** kernels/end-sums.ts */
interface EndSumsKernels {
  endSums(weights: number, potential: number, marginal: number, count: number, scale: number, out: number): void
}

/** kernels/cells.ts */
interface CellKernels {
  gatherDifferences(weights: number, a: number, b: number, ofPoint: number, count: number, sums: number): void
  addCells(ofCells: number, share: number, ofPoint: number, count: number, values: number): void
}

/** kernels/anderson.ts */
interface AndersonKernels {
  scaledDifference(factor: number, a: number, b: number, count: number, out: number): void
  difference(a: number, b: number, count: number, out: number): void
  rowProducts(rows: number, stride: number, rowCount: number, vector: number, count: number, out: number): void
  takeRows(values: number, rows: number, stride: number, rowCount: number, shares: number, count: number): void
}

/** kernels/dct.ts */
interface DctKernels {
  dctFour(
    data: number,
    stepBytes: number,
    laneBytes: number,
    count: number,
    halvings: number,
    work: number,
    tables: number,
  ): void
}

/** Every function there is, so that a stale build is told at once. */
const NAMES = Object.keys({
  fourRows: 0,
  exps: 0,
  expm1s: 0,
  logs: 0,
  largestTerm: 0,
  scatterTerms: 0,
  scatterLogTerms: 0,
  gatherLogs: 0,
  gather: 0,
  gatherRatios: 0,
  excess: 0,
  sumOfTerms: 0,
  shift: 0,
  average: 0,
  weighted: 0,
  weighted2: 0,
  distance: 0,
  gaussLogSums: 0,
  gaussLogMoments: 0,
  gaussSlopes: 0,
  scaledDifference: 0,
  difference: 0,
  rowProducts: 0,
  distanceLogSums: 0,
  endSums: 0,
  gatherDifferences: 0,
  addCells: 0,
  takeRows: 0,
  factorise: 0,
  solveFactorised: 0,
  dctFour: 0,
} satisfies Record<keyof WasmKernels, 0>)

export function isKernels(exports: object): exports is WasmKernels {
  return NAMES.every((name) => name in exports)
}
