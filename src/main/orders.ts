import type { HostArguments } from '../engines/host/host-port.ts'

/** What the main process says to the service's. */
export type ServiceOrder =
  /** somebody is at the other end of the port that comes with it */
  | { readonly kind: 'connect' }
  /** the engine that was asked for is at the other end of the port that comes with it */
  | { readonly kind: 'engine'; readonly id: number }
  | { readonly kind: 'engine-ended'; readonly id: number; readonly reason: string }
  | { readonly kind: 'end' }

/** What the service's process asks of the main process, which alone can start others. */
export type ServiceWish =
  | { readonly kind: 'start-engine'; readonly id: number; readonly host: HostArguments }
  | { readonly kind: 'kill-engine'; readonly id: number }

/** A port to another process, as Electron makes it. */
export interface ProcessPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
}

/** The service's way to the main process: Electron's `process.parentPort`. */
export interface OrderPort {
  on(
    event: 'message',
    listener: (order: { readonly data: ServiceOrder; readonly ports: readonly ProcessPort[] }) => void,
  ): unknown
  postMessage(wish: ServiceWish): void
}
