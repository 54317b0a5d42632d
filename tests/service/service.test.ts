import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { APP_VERSION } from '../../src/runner/app-version.ts'
import { testService } from '../support/test-service.ts'

test('says what it is and where it works', async () => {
  const { client, studiesDir } = testService()
  expect(await client.app.info()).toMatchObject({
    version: APP_VERSION,
    cores: availableParallelism(),
    studiesDir,
    confinedTo: null,
  })
  expect(await client.app.activeRuns()).toEqual([])
})

test('knows engines, and measures one again when it is asked to', async () => {
  const { client } = testService()
  expect(await client.engines.names()).toContain('cpu')
  const report = await client.engines.report({ name: 'cpu' })
  expect(report).toMatchObject({ name: 'cpu', usable: true, passed: true, reason: null, device: expect.any(String) })
  expect(await client.engines.report({ name: 'cpu' })).toEqual(report)
  const again = await client.engines.report({ name: 'cpu', again: true })
  // measured anew, the same figure would be a wonder
  expect(again.pairsPerSec).not.toBe(report.pairsPerSec)
  expect(await client.engines.auto()).toMatchObject({ name: 'cpu' })
  await expect(client.engines.report({ name: 'abacus' })).rejects.toThrow('no engine abacus')
})
