import { cpuEngine } from './cpu/cpu-engine.ts'
import { ENGINE_NAMES, type Engine, type EngineName } from './engine.ts'
import { referenceEngine } from './reference/reference-engine.ts'

/** What `--backend` takes: `auto`, an engine, or the two names of the original's backends, which mean `auto`. */
export const BACKENDS = ['auto', ...ENGINE_NAMES, 'ott', 'pot'] as const
export type Backend = (typeof BACKENDS)[number]

/** An engine that is usable on this machine, and what it runs on. */
export interface ChosenEngine {
  readonly name: EngineName
  readonly device: string
}

/**
 * The engine that a backend stands for on this machine.
 *
 * @throws Error that says why where the engine asked for is not usable here
 */
export async function chooseEngine(backend: Backend): Promise<ChosenEngine> {
  const name = namedEngine(backend)
  const probe = await engineByName(name).probe()
  if (!probe.usable) throw new Error(`the ${name} engine can't be used here: ${probe.reason}`)
  return { name, device: probe.device }
}

function namedEngine(backend: Backend): EngineName {
  switch (backend) {
    case 'auto':
    case 'ott':
    case 'pot':
    case 'cpu':
      return 'cpu'
    case 'reference':
      return 'reference'
  }
}

/** The engine of that name. */
export function engineByName(name: EngineName): Engine {
  switch (name) {
    case 'cpu':
      return cpuEngine
    case 'reference':
      return referenceEngine
  }
}
