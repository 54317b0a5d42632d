import { createStore, type StoreApi } from 'zustand/vanilla'

/** Whether the service can be asked. */
export interface ConnectionState {
  readonly kind: 'connecting' | 'open' | 'lost'
  /** how many times it was opened: what was read before may be out of date after another */
  readonly openings: number
  /** why it was lost, where that is known */
  readonly reason: string | null
}

export type ConnectionStore = StoreApi<ConnectionState>

export function connectionStore(): ConnectionStore {
  return createStore<ConnectionState>(() => ({ kind: 'connecting', openings: 0, reason: null }))
}

/** A call that did not reach the service, or whose answer did not come. */
export class ServiceLostError extends Error {
  override readonly name = 'ServiceLostError'
  constructor() {
    super('the service does not answer')
  }
}
