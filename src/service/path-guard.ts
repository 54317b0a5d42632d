import { lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { refusal } from '../study/problem.ts'

/** Which paths a caller may name. */
export interface PathGuard {
  /** null where all may be named */
  readonly confinedTo: string | null
  /**
   * The path, absolute and without `..`.
   *
   * @throws ProblemsError for a relative path, and for one that lies, or through a link leads, outside
   */
  require(path: string): string
}

/**
 * Lets a caller name paths inside a folder only; everything where it is null (a person at their own desktop).
 *
 * @param alsoAllowed folders elsewhere that a caller may name too
 */
export function pathGuard(confinedTo: string | null, alsoAllowed: readonly string[] = []): PathGuard {
  const root = confinedTo === null ? null : realpathSync(confinedTo)
  const others = alsoAllowed.map((dir) => realPath(resolve(dir)))
  return {
    confinedTo: root,
    require: (path) => {
      if (path.includes('\0') || !isAbsolute(path)) {
        throw refusal(
          'bad-path',
          `${JSON.stringify(path)} is no absolute path: give the whole path, from the drive on`,
          path,
        )
      }
      const absolute = resolve(path)
      if (root !== null && ![root, ...others].some((dir) => isWithin(dir, realPath(absolute)))) {
        throw refusal('outside-root', `${path} lies outside ${root}, the folder that this server was given`, path)
      }
      return absolute
    },
  }
}

/** The path with every link followed as far as it exists; what does not exist yet is taken as it stands. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const parent = dirname(path)
    // a link to what is not there would be followed when something is written to it
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
    if (!isMissing || isLink || parent === path) throw error
    return join(realPath(parent), basename(path))
  }
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}
