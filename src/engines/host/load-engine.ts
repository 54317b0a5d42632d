import { isMainThread } from 'node:worker_threads'
import { ENGINE_NAMES, type Engine } from '../engine.ts'
import { registryAt } from '../engine-registry.ts'
import { engineLanes } from './engine-lanes.ts'
import type { HostArguments } from './host-port.ts'

/**
 * Loads the engine that a host is to hold; in a process, as many times as the registry says.
 *
 * @throws Error where the registry has none of that name, or it can't be loaded
 */
export async function loadEngine({ registryUrl, engineName }: HostArguments): Promise<Engine> {
  const registry = await registryAt(registryUrl)
  const name = ENGINE_NAMES.find((known) => known === engineName)
  if (!name) throw new Error(`${registryUrl} has no engine ${engineName}`)
  const { lanes = 1, load } = registry.engines[name]
  return isMainThread && lanes > 1 ? engineLanes(name, registry, lanes) : load()
}
