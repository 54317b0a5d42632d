import { resolve } from 'node:path'

/** The study folder named on the command line, if any: the first argument after the app's own that is no option. */
export function studyArgument(argv: readonly string[], cwd: string, isPackaged: boolean): string | null {
  // unpackaged, the first argument is the folder or file that Electron was told to start
  const own = isPackaged ? 1 : 2
  const [folder] = argv.filter((argument) => !argument.startsWith('-')).slice(own)
  return folder === undefined ? null : resolve(cwd, folder)
}
