import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  removeStaleTemporaries,
  writeFileAtomic,
  writeFileAtomicSync,
  writeFileUnflushedSync,
} from '../../src/study/atomic-file.ts'
import { tempDir } from '../support/temp-dir.ts'

const writers = [
  { name: 'writeFileAtomic', write: writeFileAtomic },
  {
    name: 'writeFileAtomicSync',
    write: async (path: string, data: string | Uint8Array) => writeFileAtomicSync(path, data),
  },
  {
    name: 'writeFileUnflushedSync',
    write: async (path: string, data: string | Uint8Array) => writeFileUnflushedSync(path, data),
  },
]

describe.each(writers)('$name', ({ write }) => {
  test('writes text and bytes, replaces what was there, leaves nothing beside it', async () => {
    const dir = tempDir()
    await write(join(dir, 'a.json'), 'first, and longer')
    await write(join(dir, 'a.json'), 'é')
    await write(join(dir, 'b.bin'), Uint8Array.of(0, 255))
    expect(readFileSync(join(dir, 'a.json'), 'utf8')).toBe('é')
    expect([...readFileSync(join(dir, 'b.bin'))]).toEqual([0, 255])
    expect(readdirSync(dir)).toEqual(['a.json', 'b.bin'])
  })

  test('takes a name as long as file systems allow', async () => {
    const dir = tempDir()
    const name = 'x'.repeat(255)
    await write(join(dir, name), 'data')
    expect(readdirSync(dir)).toEqual([name])
  })

  test('leaves no temporary file where it fails', async () => {
    const dir = tempDir()
    mkdirSync(join(dir, 'taken', 'by a folder'), { recursive: true })
    await expect(write(join(dir, 'taken'), 'data')).rejects.toThrow()
    expect(readdirSync(dir)).toEqual(['taken'])
    await expect(write(join(dir, 'no such folder', 'a'), 'data')).rejects.toThrow(/ENOENT/)
  })
})

describe('removeStaleTemporaries', () => {
  const host = hostname()
    .replaceAll(/[^A-Za-z0-9-]/g, '-')
    .slice(0, 40)
  const deadPid = spawnSync(process.execPath, ['-e', '']).pid
  const temporary = (owner: string, pid: number) => `.fields.npz.${owner}.${pid}-0123456789ab.tmp`

  test('removes what dead processes of this machine left, and nothing else', () => {
    const dir = tempDir()
    const kept = ['.hidden', 'a.tmp', temporary('another-host', deadPid), temporary(host, process.pid), 'fields.npz']
    for (const name of [...kept, temporary(host, deadPid)]) writeFileSync(join(dir, name), '')
    expect(removeStaleTemporaries(dir)).toEqual([temporary(host, deadPid)])
    expect(readdirSync(dir).sort()).toEqual(kept.sort())
  })

  test("removes another machine's after a day", () => {
    const dir = tempDir()
    const name = temporary('another-host', 1)
    writeFileSync(join(dir, name), '')
    const longAgo = new Date(Date.now() - 25 * 3600 * 1000)
    utimesSync(join(dir, name), longAgo, longAgo)
    expect(removeStaleTemporaries(dir)).toEqual([name])
  })

  test('recognises the temporary file of a process that was killed while writing', () => {
    const dir = tempDir()
    const script = `
      import fs from 'node:fs'
      import { syncBuiltinESMExports } from 'node:module'
      fs.renameSync = () => process.kill(process.pid, 'SIGKILL')
      syncBuiltinESMExports()
      const { writeFileAtomicSync } = await import(process.argv[1])
      writeFileAtomicSync(process.argv[2], 'data')`
    const module = join(import.meta.dirname, '..', '..', 'src', 'study', 'atomic-file.ts')
    spawnSync(process.execPath, ['--input-type=module', '-e', script, module, join(dir, 'a.json')])
    expect(readdirSync(dir)).toHaveLength(1)
    expect(removeStaleTemporaries(dir)).toHaveLength(1)
    expect(readdirSync(dir)).toEqual([])
  })

  test('a folder that is not there has none', () => {
    expect(removeStaleTemporaries(join(tempDir(), 'nothing'))).toEqual([])
  })
})
