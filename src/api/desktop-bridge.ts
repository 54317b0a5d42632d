/** What a person is asked to choose in the system's own dialog. */
export interface PathRequest {
  readonly kind: 'file' | 'folder'
  /** of the dialog: `Choose the embryo table` */
  readonly title: string
  /** endings of the files that fit, without dots; all fit where left out */
  readonly extensions?: readonly string[]
  /** where to begin */
  readonly startDir?: string
}

/** What the desktop gives its window beyond the service: `window.otolith`, put there by the preload script. */
export interface DesktopBridge {
  /**
   * Asks for a way to the service, as often as wanted. It comes as a `message` event of the window itself, whose data is `SERVICE_PORT` and
   * whose one port speaks oRPC. A service that has ended is started again for it.
   */
  connect(): void
  /** calls back when the service has ended, with what is known of why: ports to it are dead; gives what stops it */
  onServiceLost(listener: (reason: string) => void): () => void
  /** path of a dropped or chosen file or folder; '' where it has none */
  filePath(file: File): string
  /** null where the person thought better of it */
  choosePath(request: PathRequest): Promise<string | null>
  showInFolder(path: string): Promise<void>
  /** calls back when a study is opened from the menu, by the system or by a second start; gives what stops it */
  onOpenStudy(listener: (studyDir: string) => void): () => void
}

/** Marks the message that brings the window a port to the service. */
export const SERVICE_PORT = 'otolith:service-port'

/** Channels between the preload script and the main process. */
export const CHANNELS = {
  connect: 'otolith:connect',
  servicePort: SERVICE_PORT,
  serviceLost: 'otolith:service-lost',
  choosePath: 'otolith:choose-path',
  showInFolder: 'otolith:show-in-folder',
  openStudy: 'otolith:open-study',
} as const
