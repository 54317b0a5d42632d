import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { builtWindow } from '../../src/cli/built-window.ts'
import { serveWorkbench, type WorkbenchServer } from '../../src/server/serve-workbench.ts'
import type { router } from '../../src/service/router.ts'
import { createService, type Service } from '../../src/service/service.ts'
import { readSite, type Site } from '../../src/site/site.ts'

/** The workbench as `otolith serve` opens it, in a temporary folder that it can't leave. */
export interface Workbench extends AsyncDisposable {
  /** where studies go; nothing outside can be named */
  readonly root: string
  /** what was moved to the trash */
  readonly trashDir: string
  readonly url: string
  /** the service without the door between: to make ready, and to compare with */
  readonly client: RouterClient<typeof router>
  /** ends service and server, as a machine that is switched off does */
  stop(): Promise<void>
  /** both anew, over the same folders and the same port */
  restart(): Promise<void>
}

/** Starts it. */
export async function openWorkbench(): Promise<Workbench> {
  const site = await builtSite()
  const home = mkdtempSync(join(tmpdir(), 'otolith-workbench-'))
  const [root, appDir, trashDir] = ['studies', 'app', 'trash'].map((name) => join(home, name))
  if (!root || !appDir || !trashDir) throw new Error('three folders')
  for (const dir of [root, trashDir]) mkdirSync(dir)
  const trash = async (paths: readonly string[]) => {
    for (const path of paths) renameSync(path, join(trashDir, basename(path)))
  }
  const start = () => createService({ appDir, confinedTo: root, studiesDir: root, trash })

  let service: Service | undefined = start()
  let server: WorkbenchServer | undefined = await serveWorkbench({ service, site, port: 0 })
  const { port } = server
  const stop = async () => {
    await server?.close()
    await service?.dispose()
    server = undefined
    service = undefined
  }
  const running = () => {
    if (!service || !server) throw new Error('the workbench was stopped')
    return { service, server }
  }
  return {
    root,
    trashDir,
    get url() {
      return running().server.url
    },
    get client() {
      const { router: procedures, context } = running().service
      return createRouterClient(procedures, { context })
    },
    stop,
    restart: async () => {
      await stop()
      service = start()
      server = await serveWorkbench({ service, site, port })
    },
    [Symbol.asyncDispose]: async () => {
      await stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The window as the workbench's own build makes it. */
async function builtSite(): Promise<Site> {
  return readSite(builtWindow())
}
