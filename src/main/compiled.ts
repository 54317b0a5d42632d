import { fileURLToPath } from 'node:url'

/**
 * Path of a compiled file of ours. What the service and its engines run is compiled, not bundled: threads and packages find one another as in
 * an installed command line. Packaged, it lies beside the archive, as real files.
 */
export function compiled(path: string): string {
  return fileURLToPath(new URL(`../../dist/${path}`, import.meta.url)).replace(
    /app\.asar(?=[\\/])/,
    'app.asar.unpacked',
  )
}
