import { execFileSync } from 'node:child_process'
import { realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServing, TOLD_TO_END } from '../support/serving-process.ts'
import { connect, cookieFor } from '../support/workbench-client.ts'
import { start } from './command-line.ts'
import { temporaryFolder } from './study-files.ts'

/** what npm would publish, installed into an empty project */
const folder = temporaryFolder()
const installed = join(folder.path, 'node_modules', 'otolith', 'bin', 'otolith.mjs')
const windows = process.platform === 'win32'

beforeAll(() => {
  const root = join(import.meta.dirname, '..', '..')
  const npm = (args: string[], cwd: string) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], shell: windows })
  const packed = npm(['pack', '--silent', '--pack-destination', folder.path], root).trim().split('\n').at(-1) ?? ''
  writeFileSync(join(folder.path, 'package.json'), '{ "private": true }')
  npm(['install', '--silent', join(folder.path, packed)], folder.path)
})
afterAll(folder.remove)

it('the installed command line runs the demo from compiled code', async () => {
  const dir = join(folder.path, 'demo')
  const { code, stdout } = await start(['demo', dir, '--pairs', '2'], [process.execPath, installed]).finished
  expect(stdout).toMatch(/run demo finished: 2 ok/)
  expect(code).toBe(0)
})

it('the installed workbench opens in a browser, over what was built before', async () => {
  const serving = await startServing(folder.path, join(folder.path, 'app'), installed)
  try {
    const cookie = await cookieFor(serving.url)
    const page = await fetch(new URL('/', serving.url), { headers: { cookie } })
    expect(await page.text()).toContain('<div id="root">')
    using window = await connect(serving.url)
    expect((await window.client.app.info()).confinedTo).toBe(realpathSync(folder.path))
  } finally {
    expect(await serving.end('SIGTERM')).toBe(TOLD_TO_END)
  }
})

it('on a Node that is too old it says so, before anything native is loaded', async () => {
  const olderNode = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.11.0"})'
  const { code, stdout, stderr } = await start(['--version'], [process.execPath, '--import', olderNode, installed])
    .finished
  expect(stderr).toMatch(/^otolith needs Node 22\.12 or newer/)
  expect(stdout).toBe('')
  expect(code).toBe(2)
})
