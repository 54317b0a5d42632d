/** Times compute passes by the device's own clock. */
export interface GpuClock {
  /** for the k-th pass of a look */
  writesOf(pass: number): GPUComputePassTimestampWrites
  /** once all of the look's passes are encoded */
  resolve(encoder: GPUCommandEncoder): void
  /** seconds that so many passes took together */
  read(passes: number): Promise<number>
  destroy(): void
}

const STAMP_BYTES = 8

/** Undefined where the device has no clock. */
export function gpuClock(device: GPUDevice, mostPasses: number): GpuClock | undefined {
  if (!device.features.has('timestamp-query')) return undefined
  const count = 2 * mostPasses
  const querySet = device.createQuerySet({ type: 'timestamp', count })
  const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage
  const size = count * STAMP_BYTES
  const resolved = device.createBuffer({ size, usage: QUERY_RESOLVE | COPY_SRC })
  const staging = device.createBuffer({ size, usage: COPY_DST | MAP_READ })
  return {
    writesOf: (pass) => ({ querySet, beginningOfPassWriteIndex: 2 * pass, endOfPassWriteIndex: 2 * pass + 1 }),
    resolve: (encoder) => {
      encoder.resolveQuerySet(querySet, 0, count, resolved, 0)
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, size)
    },
    read: async (passes) => {
      await staging.mapAsync(GPUMapMode.READ)
      const stamps = new BigInt64Array(staging.getMappedRange())
      let nanoseconds = 0
      for (let pass = 0; pass < passes; pass++) nanoseconds += Number(stamps[2 * pass + 1] - stamps[2 * pass])
      staging.unmap()
      return nanoseconds / 1e9
    },
    destroy: () => {
      querySet.destroy()
      resolved.destroy()
      staging.destroy()
    },
  }
}
