import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Path of a folder of that name that is not there yet, numbered where the name is taken. */
export function freeFolder(parent: string, name: string): string {
  for (let number = 1; ; number++) {
    const path = join(parent, number === 1 ? name : `${name} ${number}`)
    if (!existsSync(path)) return path
  }
}
