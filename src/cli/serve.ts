import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { serveWorkbench, type WorkbenchServer } from '../server/serve-workbench.ts'
import { createService, documentsDir, type Service } from '../service/service.ts'
import { readSite } from '../site/site.ts'
import { refusal } from '../study/problem.ts'
import { builtWindow } from './built-window.ts'
import { EXIT } from './exit-codes.ts'
import { openInBrowser } from './open-in-browser.ts'

export interface ServeFlags {
  readonly port: number
  readonly root?: string
  readonly open: boolean
}

/** Serves the workbench until a signal ends it. */
export async function serve(study: string | undefined, flags: ServeFlags): Promise<void> {
  const studyDir = study === undefined ? undefined : resolve(study)
  const site = readSite(builtWindow())
  const service = serviceWithin(flags.root, studyDir)
  const server = await serveWorkbench({ service, site, port: flags.port })
  endOnSignal(server, service)

  const page = studyDir === undefined ? '' : `#/study/${encodeURIComponent(studyDir)}/data`
  const root = service.context.paths.confinedTo
  process.stdout.write(`Otolith is at ${server.url}${page}\n`)
  process.stdout.write(`Whoever has this address can use the files in ${root} as you. Ctrl-C ends it.\n`)
  if (flags.open) await openInBrowser(`${server.urlOnce()}${page}`)
}

function serviceWithin(root: string | undefined, studyDir: string | undefined): Service {
  for (const dir of [root, studyDir]) {
    if (dir !== undefined && !existsSync(dir)) throw refusal('no-folder', 'there is no such folder', dir)
  }
  const appDir = process.env.OTOLITH_APP_DIR
  return createService({
    ...(appDir === undefined ? {} : { appDir }),
    ...(root === undefined
      ? { confinedTo: homedir(), studiesDir: documentsDir() }
      : { confinedTo: resolve(root), studiesDir: resolve(root) }),
    alsoAllowed: studyDir === undefined ? [] : [studyDir],
  })
}

/** The first signal ends runs and then the server; a second one ends it at once. */
function endOnSignal(server: WorkbenchServer, service: Service): void {
  let isEnding = false
  const end = async () => {
    if (isEnding) process.exit(EXIT.interrupted)
    isEnding = true
    if (service.context.liveRuns.list().length > 0) process.stderr.write('stopping runs; once more ends at once\n')
    await service.dispose()
    await server.close()
    process.exit(EXIT.ok)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end())
}
