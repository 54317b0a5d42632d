/** the longest name that fits, with a temporary file's suffix, on every file system */
const LONGEST_NAME = 150

/** Device names that Windows keeps for itself, with or without an extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i

/**
 * Why a run or pair id cannot be a folder's name on every system (contract §8); undefined where it can.
 *
 * That ids are unique ignoring case is for the caller to check.
 */
export function unsafeNameReason(name: string): string | undefined {
  if (name === '') return 'it is empty'
  if (name.length > LONGEST_NAME) return `it has ${name.length} characters, at most ${LONGEST_NAME} are allowed`
  const odd = name.match(/[^A-Za-z0-9._-]/u)?.[0]
  if (odd !== undefined) return `it holds ${JSON.stringify(odd)}, only letters, digits, ".", "_" and "-" are allowed`
  if (name.startsWith('.')) return 'it starts with a dot'
  if (name.endsWith('.')) return 'it ends with a dot, which Windows drops'
  if (RESERVED.test(name)) return 'Windows keeps this name for itself'
  return undefined
}

/** Whether a run or pair id can be a folder's name on every system (contract §8). */
export function isSafeName(name: string): boolean {
  return unsafeNameReason(name) === undefined
}
