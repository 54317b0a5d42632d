// starts the packaged app of this system and asks it what an opened window must answer: `node scripts/check-package.mjs`, after `npm run package`
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const LONGEST_START_SEC = 90
const release = fileURLToPath(new URL('../release/', import.meta.url))

function packagedProgram() {
  const folder = readdirSync(release).find((name) => /^(linux|win)(-.*)?-unpacked$|^mac/.test(name))
  if (folder === undefined) throw new Error(`nothing is packaged in ${release}: npm run package`)
  const inside = { linux: 'otolith', win32: 'Otolith.exe', darwin: 'Otolith.app/Contents/MacOS/Otolith' }[
    process.platform
  ]
  return join(release, folder, inside)
}

/** The port on which the app's Chromium can be asked, once it has written it down. */
async function debuggingPort(userDir) {
  const note = join(userDir, 'DevToolsActivePort')
  for (let waitedSec = 0; waitedSec < LONGEST_START_SEC; waitedSec += 1) {
    if (existsSync(note)) return Number(readFileSync(note, 'utf8').split('\n')[0])
    await setTimeout(1000)
  }
  throw new Error(`the app did not start within ${LONGEST_START_SEC} s`)
}

async function pageOf(browser) {
  const context = browser.contexts()[0]
  return context.pages()[0] ?? (await context.waitForEvent('page'))
}

/** What shows that the window, its service, the store and the solvers are all there. */
async function checkWindow(page) {
  await page.waitForSelector('main')
  const types = await page.evaluate("[typeof require, typeof process, typeof window.otolith].join(' ')")
  if (types !== 'undefined undefined object') throw new Error(`the page sees ${types}`)
  await page.evaluate("location.hash = '#/engines'")
  await page.getByText('cpu', { exact: true }).first().waitFor({ timeout: 60_000 })
}

const dir = mkdtempSync(join(tmpdir(), 'otolith-package-'))
const userDir = join(dir, 'user')
const app = spawn(packagedProgram(), [`--user-data-dir=${userDir}`, '--remote-debugging-port=0'], {
  stdio: 'inherit',
  env: { ...process.env, OTOLITH_APP_DIR: join(dir, 'app') },
})
try {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await debuggingPort(userDir)}`)
  await checkWindow(await pageOf(browser))
  process.stdout.write('the packaged app starts, and its service answers\n')
} finally {
  app.kill()
  rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 })
}
