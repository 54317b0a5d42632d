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
  const pending = {
    mix: pipelineOf('mix'),
    alongRows: pipelineOf('alongRows'),
    downColumns: pipelineOf('downColumns'),
    remember: pipelineOf('remember'),
    accelerate: pipelineOf('accelerate'),
  }
  await Promise.all(Object.values(pending))
  return {
    mix: await pending.mix,
    alongRows: await pending.alongRows,
    downColumns: await pending.downColumns,
    remember: await pending.remember,
    accelerate: await pending.accelerate,
  }
}
