import { join } from 'node:path'
import { beforeAll, describe, it } from 'vitest'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { buildDesktop, type Desktop, desktopHome, ELECTRON } from '../support/desktop.ts'
import { FLOW_DEMO, FLOW_PATIENCE_MS, type FlowHouse, goThroughFlow, goThroughFlowByKeyboard } from '../support/flow.ts'
import { tempDir } from '../support/temp-dir.ts'

describe.skipIf(ELECTRON === undefined)('the flow on the desktop', () => {
  beforeAll(() => buildDesktop(), 300_000)

  it('goes from a table to a finished run, found again after the app was killed', {
    timeout: FLOW_PATIENCE_MS,
  }, async () => {
    using house = desktopHouse()
    await goThroughFlow(house)
  })

  it('goes by keyboard alone', { timeout: FLOW_PATIENCE_MS }, async () => {
    using house = desktopHouse()
    await goThroughFlowByKeyboard(house)
  })
})

/** The desktop's app with settings of its own, and a window's pages on it. */
function desktopHouse(): FlowHouse & Disposable {
  const root = tempDir()
  const files = writeDemoFiles(join(root, 'microscope'), FLOW_DEMO)
  const home = desktopHome()
  let desktop: Desktop | undefined
  return {
    files,
    studyDir: join(root, 'embryos'),
    open: async () => {
      const opened = await home.start()
      desktop = opened
      const complaints: string[] = []
      opened.page.on('pageerror', (error) => complaints.push(error.message))
      return {
        page: opened.page,
        takeComplaints: () => complaints.splice(0),
        [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
      }
    },
    kill: async () => {
      const app = desktop?.app
      if (!app) return
      const closed = app.waitForEvent('close')
      app.process().kill('SIGKILL')
      await closed
      desktop = undefined
    },
    // a file that a script makes up has no path to drop: it is typed
    bringTable: async (page) => {
      await page.getByRole('button', { name: 'Make a study…' }).click()
      await page.getByRole('textbox', { name: /^Embryo table/ }).fill(files.tablePath)
    },
    [Symbol.dispose]: () => home[Symbol.dispose](),
  }
}
