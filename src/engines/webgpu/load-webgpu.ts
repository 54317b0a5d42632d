import { createRequire } from 'node:module'
import { messageOf } from '../../core/message-of.ts'

export interface LoadedWebgpu {
  readonly device: GPUDevice
  /** what it runs on, for people */
  readonly name: string
  /** why the device was lost; pending as long as it works */
  readonly lost: Promise<string>
}

// not import(): a bundler would take the package in, which is optional
const require = createRequire(import.meta.url)

/** Dawn's GPU object lives as long as it is held here, and as long as it lives the process does not end by itself. */
let held: GPU | undefined

/**
 * Opens the fastest GPU that WebGPU finds: by Metal, Direct3D 12 or Vulkan.
 *
 * @throws Error that says what is missing and what to do
 */
export async function loadWebgpu(): Promise<LoadedWebgpu> {
  held = openDawn()
  const adapter = await held.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new Error(`no GPU was found: ${HOW_TO[process.platform] ?? HOW_TO.linux}`)
  const hasTimestamps = adapter.features.has('timestamp-query')
  const device = await adapter.requestDevice({ requiredFeatures: hasTimestamps ? ['timestamp-query'] : [] })
  return { device, name: nameOf(adapter.info), lost: device.lost.then(({ message }) => message || 'the GPU was lost') }
}

/** Lets the process end. */
export function releaseWebgpu({ device }: LoadedWebgpu): void {
  device.destroy()
  held = undefined
}

const HOW_TO: Readonly<Record<string, string>> = {
  linux:
    'it needs a GPU with a Vulkan driver and the Vulkan loader (libvulkan1), which `vulkaninfo --summary` should list',
  darwin: 'it needs macOS with Metal, which virtual machines often lack',
  win32: 'it needs a GPU with a driver for Direct3D 12: install the maker’s own',
}

function openDawn(): GPU {
  try {
    const { create, globals }: typeof import('webgpu') = require('webgpu')
    Object.assign(globalThis, globals)
    return create([])
  } catch (error) {
    const reason = messageOf(error).trim().split('\n')[0]
    const isMissing = error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND'
    if (isMissing && !reason.includes('dawn.node')) throw new Error('WebGPU is not installed: npm install webgpu')
    if (isMissing) throw new Error(`WebGPU has no build for ${process.platform} ${process.arch}`)
    throw new Error(`WebGPU can't be loaded: ${reason}`)
  }
}

function nameOf({ vendor, architecture, description, isFallbackAdapter }: GPUAdapterInfo): string {
  const name = description || [vendor, architecture].filter(Boolean).join(' ') || 'a GPU'
  return isFallbackAdapter ? `${name} (WebGPU by software, float32: right, not fast)` : `${name} (WebGPU, float32)`
}
