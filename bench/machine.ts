import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

/** What the figures were taken on. */
export interface Machine {
  readonly cores: number
  readonly cpu: string
  readonly memoryGb: number
  readonly platform: string
  readonly node: string
  /** what others were doing before, processes that want a core: figures mean something on a machine at rest; 0 where the system does not say */
  readonly loadBefore: number
}

export function thisMachine(): Machine {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    loadBefore: loadavg()[0],
  }
}

export function machineLine({ cores, cpu, memoryGb, platform, node, loadBefore }: Machine): string {
  return `${cores} cores, ${cpu}, ${memoryGb} GB, ${platform}, Node ${node}; load before ${loadBefore.toFixed(1)}`
}
