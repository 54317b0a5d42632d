import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeFileAtomicSync } from '../study/atomic-file.ts'

const px = z.int()
const box = z.object({ x: px, y: px, width: px.positive(), height: px.positive() })
const windowState = z.object({ bounds: box, isMaximized: z.boolean() })

/** Where a window was, in the system's own pixels. */
export type Box = z.output<typeof box>
export type WindowState = z.output<typeof windowState>

/** how much of the window's upper edge must be on a screen for a person to take hold of it */
const HANDLE_PX = 100

/** The state that was kept; undefined where there is none, or none that can be read. */
export function readWindowState(path: string): WindowState | undefined {
  try {
    return windowState.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data
  } catch {
    return undefined
  }
}

export function keepWindowState(path: string, state: WindowState): void {
  writeFileAtomicSync(path, `${JSON.stringify(state)}\n`)
}

/** Whether a window there can be taken hold of: the screen may be gone on which it was. */
export function isReachable({ x, y, width }: Box, screens: readonly Box[]): boolean {
  return screens.some((screen) => {
    const shared = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x)
    return shared >= HANDLE_PX && y >= screen.y && y <= screen.y + screen.height - HANDLE_PX
  })
}
