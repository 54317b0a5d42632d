import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const electronDir = dirname(createRequire(import.meta.url).resolve('electron/package.json'))

/** What brings Electron's program, which its package leaves to the first use. */
export const ELECTRON_INSTALLER = join(electronDir, 'install.js')

/** Path of Electron's program; undefined where it isn't on this machine. */
export function electronProgram() {
  const note = join(electronDir, 'path.txt')
  const program = existsSync(note) ? join(electronDir, 'dist', readFileSync(note, 'utf8')) : undefined
  return program && existsSync(program) ? program : undefined
}
