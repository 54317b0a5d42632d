import { createServer } from 'node:http'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { otolith } from '../faults/command-line.ts'
import { startServing, TOLD_TO_END } from '../support/serving-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { connect } from '../support/workbench-client.ts'

it('serves a folder until it is told to end', async () => {
  const root = tempDir()
  const serving = await startServing(root, join(tempDir(), 'app'))
  onTestFinished(() => void serving.process.kill('SIGKILL'))
  using window = await connect(serving.url)
  expect(await window.client.app.info()).toMatchObject({ confinedTo: root, studiesDir: root })
  expect(await serving.end('SIGINT')).toBe(TOLD_TO_END)
  await expect(fetch(serving.url)).rejects.toThrow()
})

it("says what is wrong where it can't serve", async () => {
  const other = createServer()
  onTestFinished(() => void other.close())
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address()
      if (address && typeof address === 'object') resolve(address.port)
    })
  })
  const missing = join(homedir(), 'no', 'such', 'study')
  const attempts = [
    { args: ['--port', String(port)], says: `port ${port}` },
    { args: ['--port', '70000'], says: 'must be a port' },
    { args: ['--root', missing], says: `${missing} there is no such folder` },
    { args: [missing], says: `${missing} there is no such folder` },
  ]
  for (const { args, says } of attempts) {
    const { code, stderr } = await otolith('serve', '--no-open', ...args)
    expect(stderr).toContain(says)
    expect(code).toBe(2)
  }
})
