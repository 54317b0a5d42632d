import { expect, test } from 'vitest'
import { runTool } from '../../../src/engines/install/run-tool.ts'
import { tempDir } from '../../support/temp-dir.ts'

const node = (script: string, signal = new AbortController().signal) =>
  runTool(process.execPath, ['-e', script], { dir: tempDir(), signal, env: { ASKED: 'yes' } })

test('a program that fails is told with its last words', async () => {
  await expect(node('console.error("no space left"); process.exit(3)')).rejects.toThrow(/failed: no space left$/)
})

test('it has the variables that it is given, and none of an npm that started this process', async () => {
  process.env.npm_package_name = 'otolith'
  await node('process.exit(process.env.ASKED === "yes" && process.env.npm_package_name === undefined ? 0 : 1)')
})

test('one that is missing is named', async () => {
  const missing = runTool('otolith-has-no-such-program', [], { dir: tempDir(), signal: new AbortController().signal })
  await expect(missing).rejects.toThrow('otolith-has-no-such-program is not on this machine’s PATH')
})

test('one that goes on for ever is ended by its signal', async () => {
  const stop = new AbortController()
  const running = node('setInterval(() => {}, 1000)', stop.signal)
  stop.abort(new Error('enough'))
  await expect(running).rejects.toThrow('enough')
})
