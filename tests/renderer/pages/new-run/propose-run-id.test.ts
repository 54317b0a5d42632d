import { expect, test } from 'vitest'
import { proposeRunId } from '../../../../src/renderer/pages/new-run/propose-run-id.ts'
import { unsafeNameReason } from '../../../../src/study/safe-name.ts'

test('a run is called as its manifest, and counted where there is one', () => {
  expect(proposeRunId('/study/manifests/wt vs mutant.csv', new Set())).toBe('wt-vs-mutant')
  expect(proposeRunId('/study/manifests/wt vs mutant.csv', new Set(['WT-vs-mutant', 'wt-vs-mutant-2']))).toBe(
    'wt-vs-mutant-3',
  )
})

test.each(['manifest.csv', 'ß.csv', '...csv', 'C:\\data\\a b.csv', 'x'.repeat(20)])(
  '%s gives a name for a folder',
  (path) => {
    expect(unsafeNameReason(proposeRunId(path, new Set()))).toBeUndefined()
  },
)
