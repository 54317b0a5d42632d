import { browserDoor } from './browser-door.ts'
import type { Door } from './door.ts'

/** The door that the page was opened through. */
export async function openDoor(): Promise<Door> {
  return browserDoor()
}
