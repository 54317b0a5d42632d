// opens the workbench, in the browser where Electron's program can't be had; `npm start -- <study folder>` opens that study
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ELECTRON_INSTALLER, electronProgram } from './electron-program.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const { resolve } = createRequire(import.meta.url)
const args = process.argv.slice(2)

/** Runs a program to its end; ends this one where it fails. */
function run(program, ...programArgs) {
  const { status } = spawnSync(program, programArgs, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** The command of a package that is installed here. */
function commandOf(packageName, path) {
  return join(dirname(resolve(`${packageName}/package.json`)), path)
}

function electronOrFetched() {
  if (electronProgram()) return electronProgram()
  process.stdout.write("fetching Electron's program, once\n")
  spawnSync(process.execPath, [ELECTRON_INSTALLER], { stdio: 'ignore', timeout: 300_000 })
  return electronProgram()
}

function startElectron(program) {
  run(process.execPath, commandOf('typescript', 'bin/tsc'), '-p', 'tsconfig.build.json')
  run(process.execPath, commandOf('electron-vite', 'bin/electron-vite.js'), 'build')
  run(program, root, ...args)
}

async function startInBrowser() {
  process.argv.splice(2, process.argv.length, 'serve', ...args)
  await import('../bin/otolith.mjs')
}

if (args.includes('--no-open')) await startInBrowser()
else {
  const program = electronOrFetched()
  if (program) startElectron(program)
  else {
    process.stdout.write("Electron's program can't be had here: the workbench opens in the browser instead\n")
    await startInBrowser()
  }
}
