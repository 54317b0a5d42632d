import { kernelSource } from './kernels/kernel-source.ts'
import type { EntryPoint } from './kernels/layout.ts'

/** What the kernels are bound to: group 0 the buffers, group 1 the iteration, at an offset. */
export interface KernelLayout {
  readonly groups: readonly [buffers: GPUBindGroupLayout, now: GPUBindGroupLayout]
  readonly pipeline: GPUPipelineLayout
}

export type GpuPipelines = Readonly<Record<EntryPoint, GPUComputePipeline>>

export function kernelLayout(device: GPUDevice): KernelLayout {
  const visibility = GPUShaderStage.COMPUTE
  const kinds = ['read-only-storage', 'read-only-storage', 'read-only-storage', ...Array(5).fill('storage')] as const
  const buffers = device.createBindGroupLayout({
    entries: kinds.map((type, binding) => ({ binding, visibility, buffer: { type } })),
  })
  const now = device.createBindGroupLayout({
    entries: [{ binding: 0, visibility, buffer: { type: 'uniform', hasDynamicOffset: true } }],
  })
  const groups = [buffers, now] as const
  return { groups, pipeline: device.createPipelineLayout({ bindGroupLayouts: [...groups] }) }
}

/** @param longestLine of any problem, cells */
export async function compile(
  device: GPUDevice,
  { pipeline: layout }: KernelLayout,
  longestLine: number,
): Promise<GpuPipelines> {
  const module = device.createShaderModule({ code: kernelSource(longestLine) })
  const pipelineOf = (entryPoint: EntryPoint) =>
    device.createComputePipelineAsync({ layout, compute: { module, entryPoint } })
  const [mix, alongRows, downColumns, remember, accelerate] = await Promise.all([
    pipelineOf('mix'),
    pipelineOf('alongRows'),
    pipelineOf('downColumns'),
    pipelineOf('remember'),
    pipelineOf('accelerate'),
  ])
  return { mix, alongRows, downColumns, remember, accelerate }
}
