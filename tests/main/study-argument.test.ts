import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { studyArgument } from '../../src/main/study-argument.ts'

const cwd = resolve('/home/someone')

it('takes the folder after the app', () => {
  expect(studyArgument(['otolith', 'studies/wt'], cwd, true)).toBe(resolve(cwd, 'studies/wt'))
  expect(studyArgument(['electron', '.', 'studies/wt'], cwd, false)).toBe(resolve(cwd, 'studies/wt'))
})

it('does without one', () => {
  expect(studyArgument(['otolith'], cwd, true)).toBeNull()
  expect(studyArgument(['electron', '.'], cwd, false)).toBeNull()
})

it('passes over options', () => {
  expect(studyArgument(['electron', '--no-sandbox', '.', '--inspect=0', '/data/wt'], cwd, false)).toBe(
    resolve('/data/wt'),
  )
})
