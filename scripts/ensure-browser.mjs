// prints the path of a Chromium, getting one where there is none: `npm run ensure-browser`
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** A Chromium of this machine, or undefined. */
export function findBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const installed = ['/usr/bin', ...folders].flatMap((folder) => COMMANDS.map((name) => join(folder, name)))
  return [process.env.OTOLITH_CHROMIUM, ...installed, chromium.executablePath()].find(
    (path) => path !== undefined && path !== '' && existsSync(path),
  )
}

/** What can bring one, in order. */
const WAYS = [
  {
    name: "Playwright's own",
    possible: () => true,
    steps: [[process.execPath, playwrightCli(), 'install', 'chromium']],
  },
  {
    name: "Debian's chromium",
    possible: () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'),
    steps: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
    ],
  },
]

function playwrightCli() {
  return join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js')
}

function run([command, ...rest]) {
  // the path alone goes to stdout
  const { status } = spawnSync(command, rest, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}

function ensureBrowser() {
  for (const { name, possible, steps } of WAYS) {
    const found = findBrowser()
    if (found) return found
    if (!possible()) continue
    process.stderr.write(`no Chromium here; trying ${name}\n`)
    steps.every(run)
  }
  return findBrowser()
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const browser = ensureBrowser()
  if (browser) process.stdout.write(`${browser}\n`)
  else {
    process.stderr.write('no Chromium could be found or installed: install one and give its path in OTOLITH_CHROMIUM\n')
    process.exitCode = 1
  }
}
