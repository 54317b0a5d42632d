import type { FromHost, ToHost } from './host-protocol.ts'

/** A host as its owner sees it, wherever it lives. */
export interface HostPort {
  /** Never throws; what is sent to a host that has ended is lost. */
  send(message: ToHost): void
  /** Ends it at once, whatever it is doing. */
  kill(): void
  /** Resolves once it has ended, with what is known of why. */
  readonly ended: Promise<string>
}

/** Starts a host. */
export type OpenHost = (host: HostArguments, onMessage: (message: FromHost) => void) => HostPort

/** Which engine a host is to hold. */
export interface HostArguments {
  readonly registryUrl: string
  readonly engineName: string
}
