import type { Engine } from '../engine.ts'
import type { EngineRegistry } from '../engine-registry.ts'
import type { HostArguments } from './host-port.ts'

/**
 * Loads the engine that a host is to hold.
 *
 * @throws Error where the registry has none of that name, or it can't be loaded
 */
export async function loadEngine({ registryUrl, engineName }: HostArguments): Promise<Engine> {
  const { registry }: { registry: EngineRegistry } = await import(registryUrl)
  const entry = Object.entries(registry.engines).find(([name]) => name === engineName)
  if (!entry) throw new Error(`${registryUrl} has no engine ${engineName}`)
  return entry[1].load()
}
