/** The last part of a path of any system. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path
}

/** The folder that a path lies in. */
export function folderOf(path: string): string {
  const trimmed = path.replace(/[\\/]+$/, '')
  const at = Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\'))
  return at <= 0 ? path.slice(0, 1) : trimmed.slice(0, at)
}

/** A path in so many characters: its end tells more than its beginning. */
export function shortPath(path: string, length = 48): string {
  return path.length <= length ? path : `…${path.slice(path.length - length + 1)}`
}
