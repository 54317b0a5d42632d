import { mkdirSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { messageOf } from '../core/message-of.ts'
import { refusal } from '../study/problem.ts'
import { identifyPath } from './identify-path.ts'
import { os } from './implementer.ts'
import { listFolder } from './list-folder.ts'

export const filesProcedures = os.files.router({
  list: os.files.list.handler(async ({ input, context: { paths, studiesDir } }) => {
    const dir = paths.require(input.dir ?? studiesDir)
    if (input.dir === undefined) mkdirSync(dir, { recursive: true })
    const above = dirname(dir)
    const isTop = above === dir || dir === paths.confinedTo
    return { dir, parent: isTop ? null : above, entries: await listFolder(dir, paths) }
  }),
  makeFolder: os.files.makeFolder.handler(async ({ input, context: { paths } }) => {
    const fault = faultOfName(input.name)
    if (fault)
      throw refusal('bad-name', `${JSON.stringify(input.name)} can't be a folder's name: ${fault}`, input.parent)
    const path = paths.require(join(paths.require(input.parent), input.name))
    try {
      await mkdir(path)
    } catch (error) {
      const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
      const message = isThere ? 'it is there already: choose another name' : messageOf(error)
      throw refusal('no-folder', `the folder can't be made: ${message}`, path)
    }
    return { path }
  }),
  identify: os.files.identify.handler(({ input, context }) =>
    identifyPath(context.paths.require(input.path), context.studiesDir),
  ),
})

/** A folder that a person names is to be one on every system that the study may be carried to. */
function faultOfName(name: string): string | undefined {
  const odd = /[\\/:*?"<>|\p{Cc}]/u.exec(name)?.[0]
  if (odd !== undefined) return `it holds ${JSON.stringify(odd)}`
  if (/[. ]$/.test(name)) return 'it ends with a dot or a space'
  if (name.startsWith(' ')) return 'it begins with a space'
  return undefined
}
