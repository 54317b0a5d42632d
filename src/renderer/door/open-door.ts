import type { DesktopBridge } from '../../api/desktop-bridge.ts'
import { browserDoor } from './browser-door.ts'
import { desktopDoor } from './desktop-door.ts'
import type { Door } from './door.ts'

declare global {
  interface Window {
    /** put there by the desktop's preload script; a browser has none */
    readonly otolith?: DesktopBridge
  }
}

/** The door that the page was opened through. */
export function openDoor(): Door {
  return window.otolith ? desktopDoor(window.otolith) : browserDoor()
}
