import type { EngineHome } from '../engine-registry.ts'
import type { OpenHost } from './host-port.ts'
import { openProcess } from './process-port.ts'
import { openThread } from './thread-port.ts'

/** What starts a host, where the engine lives in a thread or a process; `otherProcess` in place of Node's own processes. */
export function hostOpener(home: Exclude<EngineHome, 'caller'>, otherProcess?: OpenHost): OpenHost {
  return home === 'thread' ? openThread : (otherProcess ?? openProcess)
}
