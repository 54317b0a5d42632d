import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { RunStore, STORE_FILE } from '../../src/study/run-store.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'
import { testService } from '../support/test-service.ts'

function makeStudy(dir: string): void {
  mkdirSync(dir, { recursive: true })
  RunStore.open(dir).close()
}

describe('a path that was dropped is recognised', () => {
  test('a table, a manifest and a data folder of the demo', async () => {
    const { client, studiesDir } = testService()
    const files = writeDemoFiles(tempDir(), { pairs: 1 })
    expect(await client.files.identify({ path: files.tablePath })).toMatchObject({
      kind: 'embryo-table',
      suggestedStudyDir: join(studiesDir, 'embryos'),
    })
    makeStudy(join(studiesDir, 'embryos'))
    expect(await client.files.identify({ path: files.tablePath })).toMatchObject({
      suggestedStudyDir: join(studiesDir, 'embryos 2'),
    })
    expect(await client.files.identify({ path: files.manifestPath })).toMatchObject({ kind: 'manifest' })
    expect(await client.files.identify({ path: files.dataRoot })).toMatchObject({
      kind: 'folder',
      message: expect.stringContaining('yolk'),
    })
  })

  test('a study, by its folder or its store; a folder with one in it; an empty one', async () => {
    const { client, dir } = testService()
    const study = join(dir, 'parent', 'wild types')
    makeStudy(study)
    for (const path of [study, join(study, STORE_FILE)]) {
      expect(await client.files.identify({ path })).toMatchObject({ path: study, kind: 'study' })
    }
    expect(await client.files.identify({ path: join(dir, 'parent') })).toMatchObject({
      kind: 'folder',
      message: expect.stringContaining('wild types'),
      suggestedStudyDir: null,
    })
    const empty = tempDir()
    expect(await client.files.identify({ path: empty })).toMatchObject({ kind: 'folder', suggestedStudyDir: empty })
  })

  test('anything else, with what it lacks', async () => {
    const { client } = testService()
    const message = async (content: string) =>
      (await client.files.identify({ path: tempFile('some.csv', content) })).message
    expect(await message('embryo_id,frame\nA,1\n')).toContain('frame_index')
    expect(await message('')).toContain('empty')
    expect(await message('PK\x03\x04…')).toContain('Excel')
    expect(await client.files.identify({ path: join(tempDir(), 'gone') })).toMatchObject({ kind: 'missing' })
  })
})

describe('folders', () => {
  test('are listed first, with what is a study, and nothing hidden', async () => {
    const { client, studiesDir } = testService()
    makeStudy(join(studiesDir, 'study 10'))
    mkdirSync(join(studiesDir, 'study 9'))
    writeFileSync(join(studiesDir, 'a.csv'), '12345')
    writeFileSync(join(studiesDir, '.hidden'), '')
    symlinkSync(join(studiesDir, 'nowhere'), join(studiesDir, 'broken'))
    const listed = await client.files.list({})
    expect(listed.dir).toBe(studiesDir)
    expect(listed.entries).toMatchObject([
      { name: 'study 9', isFolder: true, isStudy: false, sizeBytes: null },
      { name: 'study 10', isFolder: true, isStudy: true },
      { name: 'a.csv', isFolder: false, isStudy: false, sizeBytes: 5, path: join(studiesDir, 'a.csv') },
    ])
  })

  test('are made, but not twice, and not elsewhere than asked', async () => {
    const { client } = testService()
    const parent = tempDir()
    expect(await client.files.makeFolder({ parent, name: 'new one' })).toEqual({ path: join(parent, 'new one') })
    await expect(client.files.makeFolder({ parent, name: 'new one' })).rejects.toThrow('there already')
    for (const name of ['..', 'a/b', 'a\\b', 'a ', 'a:b', '\0']) {
      await expect(client.files.makeFolder({ parent, name })).rejects.toThrow("can't be a folder's name")
    }
  })

  test('outside of what a service may use are refused, and not offered', async () => {
    const confinedTo = tempDir()
    const { client } = testService({ confinedTo })
    const outside = tempDir()
    mkdirSync(join(confinedTo, 'inside'))
    symlinkSync(outside, join(confinedTo, 'link'))
    const { parent, entries } = await client.files.list({})
    expect(parent).toBeNull()
    expect(entries.map(({ name }) => name)).toEqual(['inside'])
    for (const path of [outside, join(confinedTo, 'link', 'x'), `${confinedTo}/../x`]) {
      await expect(client.files.identify({ path })).rejects.toMatchObject({ code: 'REFUSED', status: 422 })
      await expect(client.files.list({ dir: path })).rejects.toThrow('lies outside')
      await expect(client.files.makeFolder({ parent: path, name: 'a' })).rejects.toThrow('lies outside')
    }
  })
})
