import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runDemo } from '../support/field-study.ts'
import { testService } from '../support/test-service.ts'

const dir = mkdtempSync(join(tmpdir(), 'otolith-'))
let studyDir = ''
/** the clutch of each embryo, as the table has it */
let clutchOf: ReadonlyMap<string, string>
beforeAll(async () => {
  const { studyDir: made, files } = await runDemo(dir, 20, { run: { downsampleFactor: 4 } })
  studyDir = made
  const rows: readonly { embryo_id: string; clutch: string }[] = parse(readFileSync(files.tablePath), { columns: true })
  clutchOf = new Map(rows.map(({ embryo_id, clutch }) => [embryo_id, clutch]))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('a column that the pipeline makes nothing of', () => {
  it('parts pairs into groups by their target', async () => {
    const { client } = testService()
    const { sources, targets } = await pairsOf(client)
    const wanted = Map.groupBy(targets, (embryo) => clutchOf.get(embryo))
    expect(wanted.size).toBeGreaterThan(1)
    const group = { column: 'clutch', value: [...wanted.keys()][0] ?? '', stageHpf: null }
    const { counts } = await client.fields.panel({
      studyDir,
      panel: { kind: 'mean', runId: 'run', group },
      map: 'displacement',
    })
    // pairs of an embryo with itself stand apart from those between embryos
    const between = targets.filter((embryo, row) => sources[row] !== embryo && clutchOf.get(embryo) === group.value)
    expect(counts?.pairs).toEqual([between.length])
  })

  it('is a column of Explore, the target’s', async () => {
    const { client } = testService()
    const { targets, clutches } = await pairsOf(client)
    expect(clutches).toEqual(targets.map((embryo) => clutchOf.get(embryo)))
  })
})

async function pairsOf(client: ReturnType<typeof testService>['client']) {
  const { columns, rowCount } = await client.explore.table({ studyDir, runIds: ['run'] })
  const textsOf = (name: string): string[] => {
    const column = columns.find((one) => one.name === name)
    if (column?.kind !== 'text') throw new Error(`there is no ${name}`)
    const codes = Buffer.from(column.codesBase64, 'base64')
    return Array.from({ length: rowCount }, (_, row) => column.texts[codes.readUInt32LE(4 * row)])
  }
  return { sources: textsOf('src_embryo_id'), targets: textsOf('tgt_embryo_id'), clutches: textsOf('tgt_clutch') }
}
