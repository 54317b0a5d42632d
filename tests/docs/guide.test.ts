import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const GUIDE = join(import.meta.dirname, '../../docs/guide')
/** what a reader on a slow line waits for */
const LARGEST_PICTURE_BYTES = 150_000

const pages = readdirSync(GUIDE).filter((name) => name.endsWith('.md'))
const linksOf = (name: string): string[] =>
  [...readFileSync(join(GUIDE, name), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) =>
    resolve(GUIDE, target),
  )
const linked = new Set(pages.flatMap(linksOf))

test('every link of the guide leads somewhere', () => {
  expect([...linked].filter((path) => !existsSync(path))).toEqual([])
})

test('every page can be come to from its first one', () => {
  const fromFirst = new Set(linksOf('README.md'))
  expect(pages.filter((name) => name !== 'README.md' && !fromFirst.has(join(GUIDE, name)))).toEqual([])
})

test('every picture is shown, and none is heavy', () => {
  const pictures = readdirSync(join(GUIDE, 'images')).map((name) => join(GUIDE, 'images', name))
  expect(pictures.filter((path) => !linked.has(path))).toEqual([])
  expect(pictures.filter((path) => statSync(path).size > LARGEST_PICTURE_BYTES)).toEqual([])
})
