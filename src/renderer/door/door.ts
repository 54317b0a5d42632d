import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../api/contract.ts'
import type { PathRequest } from '../../api/desktop-bridge.ts'
import type { ConnectionStore } from './connection.ts'

export type { PathRequest }
export type ServiceClient = ContractRouterClient<typeof contract>

/** How the window reaches the service and the person's disk. Pages ask for neither desktop nor browser: what only one has is optional. */
export interface Door {
  readonly kind: 'browser' | 'desktop'
  readonly client: ServiceClient
  readonly connection: ConnectionStore
  /** tries at once to reach a service that was lost */
  reconnect(): void
  /**
   * A path under which the service can read a dropped or chosen file or folder; null where the door can't tell (a folder in a browser).
   *
   * @throws Error where it could not be handed over
   */
  filePath(file: File, isFolder: boolean): Promise<string | null>
  /** the system's own dialog; without it the window draws one */
  choosePath?(request: PathRequest): Promise<string | null>
  /** in the system's file manager */
  showInFolder?(path: string): Promise<void>
  /** calls back when a study is opened from the menu, a file association or a second start; gives what stops it */
  onOpenStudy?(listener: (studyDir: string) => void): () => void
}
