import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import config from '../../electron.vite.config.ts'
import type { DesktopApi, StudyService } from '../../src/api/window-api.ts'
import { readSite } from '../../src/site/site.ts'

/** Where the tests' browser finds what Electron serves as `app://otolith`. */
const SITE = 'http://otolith.test/'

/** The renderer as the workbench's own build makes it, in a temporary folder. */
export interface RendererSite extends Disposable {
  /** opens it in a page, over a service; `window.otolith` is there as the preload script would have put it */
  open(page: Page, service: StudyService, desktop: DesktopApi): Promise<void>
}

/** Builds the renderer. */
export async function buildRenderer(): Promise<RendererSite> {
  const outDir = mkdtempSync(join(tmpdir(), 'otolith-renderer-'))
  const { build: options, ...renderer } = config.renderer ?? {}
  await build({ ...renderer, configFile: false, logLevel: 'error', build: { ...options, outDir } })
  const site = readSite(outDir)
  return {
    open: async (page, service, desktop) => {
      await page.route(`${SITE}**`, (route) => {
        const { pathname } = new URL(route.request().url())
        const file = pathname === '/' ? site.page() : site.file(pathname)
        if (!file) return route.fulfill({ status: 404 })
        return route.fulfill({ body: Buffer.from(file.body), headers: file.headers })
      })
      await page.exposeFunction('callListRuns', service.listRuns)
      await page.exposeFunction('callShowRun', service.showRun)
      await page.exposeFunction('callCurrentStudy', desktop.currentStudy)
      await page.exposeFunction('callChooseStudy', desktop.chooseStudy)
      await page.addInitScript(`
        window.otolith = {
          listRuns: (input) => callListRuns(input),
          showRun: (input) => callShowRun(input),
          currentStudy: () => callCurrentStudy(),
          chooseStudy: () => callChooseStudy(),
          onStudyOpened: (listener) => {
            const hear = (event) => listener(event.detail)
            addEventListener('study-opened', hear)
            return () => removeEventListener('study-opened', hear)
          },
        }`)
      await page.goto(`${SITE}`)
    },
    [Symbol.dispose]: () => rmSync(outDir, { recursive: true, force: true }),
  }
}
