import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { electronProgram } from '../../scripts/electron-program.mjs'

const ROOT = join(import.meta.dirname, '..', '..')

/** Electron's program; undefined where it isn't on this machine: then nothing that needs it can be tested. */
export const ELECTRON = electronProgram()
if (ELECTRON === undefined) {
  process.stderr.write("skipped: Electron's program is not on this machine, so the desktop's own tests are not run\n")
}

/** The desktop's app under way, with settings of its own. */
export interface Desktop extends AsyncDisposable {
  readonly app: ElectronApplication
  readonly page: Page
}

/** Where a desktop keeps what it remembers. */
export interface DesktopHome extends Disposable {
  start(...args: readonly string[]): Promise<Desktop>
  /** a second start on top of the first; resolves with its exit code */
  startAgain(...args: readonly string[]): Promise<number | null>
}

/** Compiles and bundles what Electron is to run. */
export function buildDesktop(): void {
  execFileSync('npm', ['run', 'build'], { cwd: ROOT, stdio: 'ignore', shell: process.platform === 'win32' })
}

export function desktopHome(): DesktopHome {
  const dir = mkdtempSync(join(tmpdir(), 'otolith-desktop-'))
  const env = { ...process.env, OTOLITH_APP_DIR: join(dir, 'app') }
  // Chromium refuses to sandbox root's processes
  const switches = [`--user-data-dir=${join(dir, 'user')}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
  return {
    start: async (...args) => {
      const app = await _electron.launch({ executablePath: program(), args: [ROOT, ...args, ...switches], env })
      const page = await app.firstWindow()
      await page.waitForSelector('main')
      return { app, page, [Symbol.asyncDispose]: () => app.close() }
    },
    startAgain: async (...args) => {
      const [code] = await once(spawn(program(), [ROOT, ...args, ...switches], { env, stdio: 'ignore' }), 'exit')
      return code
    },
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  }
}

function program(): string {
  if (ELECTRON === undefined) throw new Error('Electron is not here')
  return ELECTRON
}
