// the inner loops, compiled to WebAssembly SIMD by scripts/build-kernels.mjs; arrays are float64 at byte addresses, counts are values
export * from './anderson'
export * from './cholesky'
export * from './dct'
export * from './distance-log'
export * from './gauss-log'
export * from './points'
export * from './product'
