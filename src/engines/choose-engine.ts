import { cpuEngine } from './cpu/cpu-engine.ts'
import { ENGINE_NAMES, type Engine, type EngineName } from './engine.ts'
import { referenceEngine } from './reference/reference-engine.ts'

/** What `--backend` takes: `auto`, an engine, or the two names of the original's backends, which mean `auto`. */
export const BACKENDS = ['auto', ...ENGINE_NAMES, 'ott', 'pot'] as const
export type Backend = (typeof BACKENDS)[number]

/** The engine that a backend stands for on this machine. */
export function chooseEngine(backend: Backend): EngineName {
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
