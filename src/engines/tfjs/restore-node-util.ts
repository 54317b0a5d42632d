import util from 'node:util'

/**
 * Gives Node's `util` two functions that tfjs-node 4.22 calls in its first operations: `isNullOrUndefined`, which Node 23 took away, and
 * `isArray`, whose use prints a warning. To be called before it is loaded. (Mended upstream, not yet published: tensorflow/tfjs#8425.)
 */
export function restoreNodeUtil(): void {
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  })
}
