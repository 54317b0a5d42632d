import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pathGuard } from '../../src/service/path-guard.ts'
import { tempDir } from '../support/temp-dir.ts'

it('lets a person at their own desktop name any absolute path', () => {
  const guard = pathGuard(null)
  expect(guard.require('/anywhere/at/../all')).toBe('/anywhere/all')
  expect(() => guard.require('study')).toThrow('no absolute path')
  expect(() => guard.require('')).toThrow('no absolute path')
})

it('refuses what lies outside its root, however it is spelt', () => {
  const dir = tempDir()
  const root = join(dir, 'root')
  const outside = join(dir, 'root-beside')
  for (const made of [root, outside]) mkdirSync(made)
  symlinkSync(outside, join(root, 'link'))
  symlinkSync(join(outside, 'not-there'), join(root, 'dangling'))
  const guard = pathGuard(root)
  for (const inside of [root, join(root, 'a', 'b'), join(root, '..root', 'x')]) {
    expect(guard.require(inside)).toBe(inside)
  }
  for (const path of [dir, outside, `${root}/../root-beside/x`, join(root, 'link', 'x'), '/etc/passwd']) {
    expect(() => guard.require(path)).toThrow('lies outside')
  }
  expect(() => guard.require(join(root, 'dangling'))).toThrow()
  expect(() => guard.require(`${root}/a\0b`)).toThrow('no absolute path')
})
