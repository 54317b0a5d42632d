import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSafeName, unsafeNameReason } from '../../src/study/safe-name.ts'

test('names of letters, digits, dots, underscores and dashes are safe', () => {
  for (const name of [
    'a',
    'run-1',
    '20251113_A01_e01__28to52',
    'v1.0',
    '_',
    '-x',
    'console',
    'com10',
    'x'.repeat(150),
  ]) {
    expect(unsafeNameReason(name)).toBeUndefined()
  }
})

test.each([
  ['', /empty/],
  ['x'.repeat(151), /151 characters/],
  ['a b', /holds " "/],
  ['a/b', /holds "\/"/],
  ['..\\x', /holds "\\\\"/],
  ['µ', /holds "µ"/],
  ['𝄞', /holds "𝄞"/],
  ['a\n', /holds "\\n"/],
  ['.hidden', /starts with a dot/],
  ['a.', /ends with a dot/],
  ['CON', /Windows/],
  ['nul.txt', /Windows/],
  ['Com1', /Windows/],
  ['lpt9.a.b', /Windows/],
])('%j is not', (name, reason) => {
  expect(unsafeNameReason(name)).toMatch(reason)
})

test('no safe name leaves its folder', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      fc.pre(isSafeName(name))
      expect(name).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/)
    }),
  )
})
