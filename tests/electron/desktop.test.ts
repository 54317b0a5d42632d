import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SERVICE_PORT } from '../../src/api/desktop-bridge.ts'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { buildDesktop, type DesktopHome, desktopHome, ELECTRON } from '../support/desktop.ts'
import { tempDir } from '../support/temp-dir.ts'

/** A script that calls the service from the page, by a port of its own, and gives the answer as it comes. */
function callOf(path: string, input?: object): string {
  const call = JSON.stringify({ i: '1', p: { u: path, ...(input ? { b: { json: input } } : {}) } })
  return `new Promise((resolve) => {
    addEventListener('message', ({ data, ports: [port] }) => {
      if (data !== ${JSON.stringify(SERVICE_PORT)}) return
      port.onmessage = (answer) => resolve(JSON.parse(answer.data))
      port.postMessage(${JSON.stringify(call)})
    }, { once: true })
    otolith.connect()
  })`
}

describe.skipIf(ELECTRON === undefined)('the desktop', () => {
  let home: DesktopHome

  beforeAll(() => buildDesktop(), 300_000)
  beforeEach(() => {
    home = desktopHome()
  })
  afterEach(() => home[Symbol.dispose]())

  it('gives its page the bridge, and neither Node nor a way to run text', async () => {
    await using desktop = await home.start()
    const seen = await desktop.page.evaluate(`({
      url: location.href.split('#')[0],
      types: ['require', 'process', 'module', 'Buffer', 'global'].map((name) => typeof globalThis[name]),
      bridge: Object.keys(otolith).toSorted(),
      runsText: (() => { try { return new Function('return true')() } catch { return false } })(),
    })`)
    expect(seen).toEqual({
      url: 'app://otolith/',
      types: Array(5).fill('undefined'),
      bridge: ['choosePath', 'connect', 'filePath', 'onOpenStudy', 'onServiceLost', 'showInFolder'],
      runsText: false,
    })
  })

  it('leads nowhere else', async () => {
    await using desktop = await home.start()
    const { page, app } = desktop
    expect(await page.evaluate("window.open('https://example.org/') === null")).toBe(true)
    await page.evaluate("location.href = 'https://example.org/'")
    expect(await page.evaluate("location.href.startsWith('app://otolith/')")).toBe(true)
    expect(app.windows()).toHaveLength(1)
    const refused = await page.evaluate(`(async () => ({
      fetched: (await fetch('/../../package.json')).status,
      elsewhere: await fetch('https://example.org/').then(() => 'fetched', () => 'refused'),
      position: (await navigator.permissions.query({ name: 'geolocation' })).state,
    }))()`)
    expect(refused).toEqual({ fetched: 404, elsewhere: 'refused', position: 'denied' })
  })

  it('is sandboxed', async () => {
    await using desktop = await home.start()
    const settings = await desktop.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      // not in Electron's types
      const preferencesOf = window && Reflect.get(window.webContents, 'getLastWebPreferences')
      const { sandbox, contextIsolation, nodeIntegration } = preferencesOf.call(window?.webContents)
      return { sandbox, contextIsolation, nodeIntegration }
    })
    expect(settings).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false })
  })

  it("has a menu by which a study is opened, in the system's dialog", async () => {
    await using desktop = await home.start()
    const studyDir = tempDir()
    const labels = await desktop.app.evaluate(({ Menu, dialog }, chosen) => {
      // nobody can click the system's own dialog here
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
      const menu = Menu.getApplicationMenu()
      const file = menu?.items.find(({ label }) => label === '&File')
      file?.submenu?.items.find(({ label }) => label === '&Open study…')?.click()
      return menu?.items.map(({ label, role }) => role ?? label)
    }, studyDir)
    expect(labels?.slice(process.platform === 'darwin' ? 1 : 0)).toEqual([
      '&File',
      'editmenu',
      '&View',
      'windowmenu',
      'help',
    ])
    await expect.poll(() => desktop.page.evaluate('location.hash')).toContain(encodeURIComponent(studyDir))
  })

  it('opens the study that it is started with', async () => {
    const studyDir = tempDir()
    await using desktop = await home.start(studyDir)
    expect(await desktop.page.evaluate('location.hash')).toContain(encodeURIComponent(studyDir))
  })

  it('is there once: a second start shows the first, with its study', async () => {
    const studyDir = join(tempDir(), 'study')
    mkdirSync(studyDir)
    await using desktop = await home.start()
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
    expect(await home.startAgain(studyDir)).toBe(0)
    await expect.poll(() => desktop.page.evaluate('location.hash')).toContain(encodeURIComponent(studyDir))
    expect(desktop.app.windows()).toHaveLength(1)
  })

  it('opens its window where it was closed', async () => {
    const wanted = { x: 60, y: 50, width: 900, height: 640 }
    const first = await home.start()
    await first.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), wanted)
    await first[Symbol.asyncDispose]()
    await using second = await home.start()
    const found = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
    expect(found).toMatchObject({ width: wanted.width, height: wanted.height })
  })

  it('asks before it closes on a run, and stops it where it is told to', async () => {
    const studyDir = tempDir()
    const files = writeDemoFiles(studyDir, { pairs: 20, seed: 1 })
    {
      using store = RunStore.open(studyDir)
      store.inputs.set({ tablePath: files.tablePath, dataRoot: files.dataRoot })
    }
    await using desktop = await home.start(studyDir)
    const { app, page } = desktop
    const run = { studyDir, runId: 'run', manifestPath: files.manifestPath, settings: { workers: 1 } }
    expect(await page.evaluate(callOf('/runs/start', run))).toMatchObject({ p: { b: { json: { runId: 'run' } } } })

    // nobody can click the system's own dialog here: cancel, then stop
    await app.evaluate(({ BrowserWindow, dialog }) => {
      const answers = [2, 1]
      dialog.showMessageBox = async () => ({ response: answers.shift() ?? 1, checkboxChecked: false })
      BrowserWindow.getAllWindows()[0]?.close()
    })
    expect(await page.evaluate(callOf('/app/activeRuns'))).toMatchObject({ p: { b: { json: [{ runId: 'run' }] } } })
    const ended = app.waitForEvent('close')
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    await ended
    using store = RunStore.open(studyDir, { readOnly: true })
    expect(store.run('run')?.state).toBe('cancelled')
  })

  it('starts its service again when that dies', async () => {
    await using desktop = await home.start()
    const servicePid = () =>
      desktop.app.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Otolith service')?.pid)
    const before = await servicePid()
    if (before === undefined) throw new Error('there is no service')
    process.kill(before, 'SIGKILL')
    await expect.poll(servicePid, { timeout: 30_000 }).toSatisfy((pid) => pid !== undefined && pid !== before)
    // what the page asks reaches the new one
    await desktop.page.evaluate("location.hash = '#/engines'")
    await desktop.page.getByText('cpu', { exact: true }).first().waitFor()
  })
})
