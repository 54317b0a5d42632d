import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Engine, EngineName } from './engine.ts'
import type { OpenHost } from './host/host-port.ts'
import { findPackage } from './tfjs/find-package.ts'

/** Where an engine lives: in the thread that calls it, in a thread of its own, or in a process of its own, which can crash alone. */
export type EngineHome = 'caller' | 'thread' | 'process'

/** An engine before anything of it is loaded. */
export interface RegisteredEngine {
  readonly home: EngineHome
  /** Imports its module. Nobody pays for an engine that they don't use. */
  readonly load: () => Promise<Engine>
  /** threads of its process that it works in side by side, each with an engine of its own; 1 where left out */
  readonly lanes?: number
  /** It counts as dead when it is asked something and says nothing for so long; where left out, as long as any engine may take. */
  readonly silenceSec?: number
  /** Whether it may be faster than the cpu engine on this machine, as far as that shows without loading it. */
  readonly mayOutrunCpu: () => boolean
}

/** The engines by name. A host, which shares no memory with its owner, imports `url` and takes its `registry`. */
export interface EngineRegistry {
  readonly url: string
  readonly engines: Readonly<Record<EngineName, RegisteredEngine>>
  /** starts a host in a process; by `child_process` where left out */
  readonly openProcess?: OpenHost
}

export const registry: EngineRegistry = {
  url: import.meta.url,
  engines: {
    cpu: {
      home: 'caller',
      load: async () => (await import('./cpu/cpu-engine.ts')).cpuEngine,
      mayOutrunCpu: () => false,
    },
    // native code: a driver's crash must not take a run with it
    webgpu: {
      home: 'process',
      lanes: gpuLanes(availableParallelism()),
      load: async () => (await import('./webgpu/webgpu-engine.ts')).webgpuEngine,
      mayOutrunCpu: () => findPackage('webgpu') !== undefined && mayHaveGpu(),
    },
    tfjs: {
      home: 'process',
      load: async () => (await import('./tfjs/tfjs-engine.ts')).tfjsEngine,
      mayOutrunCpu: () => findPackage('@tensorflow/tfjs-node-gpu') !== undefined,
    },
    reference: {
      home: 'caller',
      load: async () => (await import('./reference/reference-engine.ts')).referenceEngine,
      mayOutrunCpu: () => false,
    },
  },
}

/** The registry of the module at a URL: functions can't be passed to a thread or a process, a URL can. */
export async function registryAt(url: string): Promise<EngineRegistry> {
  const module: { registry: EngineRegistry } = await import(url)
  return module.registry
}

/** One thread feeds a laptop's GPU; a large one takes more than one can give, and the cores have pairs to certify too. */
function gpuLanes(cores: number): number {
  return Math.min(4, Math.max(1, Math.floor(cores / 4)))
}

/** Whether this machine seems to have a graphics card that computes. Macs and Windows machines do. */
function mayHaveGpu(): boolean {
  return process.platform !== 'linux' || existsSync('/dev/dri/renderD128') || existsSync('/dev/nvidia0')
}
