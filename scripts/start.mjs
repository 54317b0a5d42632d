// opens the workbench: builds it and starts Electron on what was built; `npm start -- <study folder>` opens that study
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const { resolve } = createRequire(import.meta.url)
const electronDir = dirname(resolve('electron/package.json'))

/** Electron's program, which its package fetches on first use. */
function electronProgram() {
  const note = join(electronDir, 'path.txt')
  const program = existsSync(note) ? join(electronDir, 'dist', readFileSync(note, 'utf8')) : undefined
  return program && existsSync(program) ? program : undefined
}

function fetchElectron() {
  process.stdout.write("fetching Electron's program, once\n")
  return spawnSync(process.execPath, [join(electronDir, 'install.js')], { stdio: 'pipe', timeout: 300_000 })
}

if (!electronProgram()) fetchElectron()
const program = electronProgram()
if (!program) {
  process.stderr.write(
    "Electron's program is not on this machine and can't be downloaded, so the window can't open; use the command line: `npx otolith runs list <study folder>`.\n",
  )
  process.exit(1)
}

const cli = join(dirname(resolve('electron-vite/package.json')), 'bin', 'electron-vite.js')
const built = spawnSync(process.execPath, [cli, 'build'], { cwd: root, stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)
const { status } = spawnSync(program, [root, ...process.argv.slice(2)], { stdio: 'inherit' })
process.exitCode = status ?? 1
