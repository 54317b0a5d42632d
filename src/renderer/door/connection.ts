import { createStore, type StoreApi } from 'zustand/vanilla'

/** Whether the service can be asked. */
export interface ConnectionState {
  readonly kind: 'connecting' | 'open' | 'lost'
  /** how many times it was opened: what was read before may be out of date after another */
  readonly openings: number
}

export type Connection = Pick<StoreApi<ConnectionState>, 'getState' | 'subscribe'>
export type ConnectionStore = StoreApi<ConnectionState>

export function connectionStore(kind: ConnectionState['kind']): ConnectionStore {
  return createStore<ConnectionState>(() => ({ kind, openings: kind === 'open' ? 1 : 0 }))
}

/** A call that did not reach the service, or whose answer did not come. */
export class ServiceLostError extends Error {
  override readonly name = 'ServiceLostError'
  constructor() {
    super('the service does not answer')
  }
}
