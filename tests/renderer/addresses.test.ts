import fc from 'fast-check'
import { expect, it } from 'vitest'
import { comparedRuns, fieldPairs, parseAddress, routes } from '../../src/renderer/data/routes.ts'

const name = fc.string({ minLength: 1, unit: 'grapheme' })

it('an address of a run gives its study and run back, whatever they are called', () => {
  fc.assert(
    fc.property(name, name, (studyDir, runId) => {
      const address = parseAddress(`#${routes.run(studyDir, runId)}`)
      expect([address.studyDir, address.runId]).toEqual([studyDir, runId])
    }),
  )
})

it('an address of a comparison gives its runs back', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ studyDir: name, runId: name })), (runs) => {
      expect(comparedRuns(parseAddress(`#${routes.compare(runs)}`).query)).toEqual(runs)
    }),
  )
})

it('an address of fields gives its pairs back', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ runId: name, pairId: name })), (pairs) => {
      expect(fieldPairs(parseAddress(`#${routes.fields('study', ...pairs)}`).query)).toEqual(pairs)
    }),
  )
})

it('a query stays with its page', () => {
  const address = parseAddress(`#${routes.newRun('C:\\50% wt', '/data/a b.csv')}`)
  expect(address.studyDir).toBe('C:\\50% wt')
  expect(address.runId).toBeNull()
  expect(address.query.get('manifest')).toBe('/data/a b.csv')
})

it('what is no address of ours names nothing', () => {
  expect(parseAddress('').path).toBe('/')
  expect(parseAddress('#/study/%E0%A4%A/data').studyDir).toBeNull()
  expect(parseAddress('#/runs').studyDir).toBeNull()
})
