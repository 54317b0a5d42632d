import type { EngineHome } from '../engine-registry.ts'
import type { HostArguments, HostPort } from './host-port.ts'
import type { FromHost } from './host-protocol.ts'
import { openProcess } from './process-port.ts'
import { openThread } from './thread-port.ts'

/** Starts a host. */
export function openHost(
  home: Exclude<EngineHome, 'caller'>,
  host: HostArguments,
  onMessage: (message: FromHost) => void,
): HostPort {
  return home === 'thread' ? openThread(host, onMessage) : openProcess(host, onMessage)
}
