import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAppUrl } from '../../src/main/app-origin.ts'
import { rendererFile } from '../../src/main/renderer-file.ts'

const root = resolve('/somewhere/out/renderer')

describe('rendererFile', () => {
  it('finds the page and its parts', () => {
    expect(rendererFile(root, 'app://otolith/index.html')).toEqual({
      path: join(root, 'index.html'),
      contentType: 'text/html; charset=utf-8',
    })
    expect(rendererFile(root, 'app://otolith/assets/index-1a2b.js?v=1#top')?.path).toBe(
      join(root, 'assets', 'index-1a2b.js'),
    )
  })

  it.each([
    'app://otolith/',
    'app://otolith/../main/main.js',
    'app://otolith/%2e%2e/main/main.js',
    'app://otolith/..%2fmain%2fmain.js',
    'app://otolith/assets/..%2f..%2f..%2fsecret.js',
    'app://otolith/..%5cmain%5cmain.js',
    'app://otolith/index.html%00.js',
    'app://otolith/%zz.js',
    'app://otolith/assets',
    'app://otolith/.env',
    'app://elsewhere/index.html',
    'file:///etc/passwd.html',
    'nonsense',
  ])('serves nothing for %s, or only what lies inside', (url) => {
    const file = rendererFile(root, url)
    if (file) expect(file.path.startsWith(join(root, '/'))).toBe(true)
  })

  it('serves nothing from outside, however it is asked', () => {
    expect(rendererFile(root, 'app://otolith/..%2fmain%2fmain.js')).toBeUndefined()
    expect(rendererFile(root, 'app://otolith/..%5cmain%5cmain.js')).toBeUndefined()
    expect(rendererFile(root, 'app://elsewhere/index.html')).toBeUndefined()
    expect(rendererFile(root, 'app://otolith/notes.txt')).toBeUndefined()
  })
})

describe('isAppUrl', () => {
  it('knows its own pages from all others', () => {
    expect(isAppUrl('app://otolith/index.html')).toBe(true)
    for (const url of [
      '',
      'about:blank',
      'https://otolith/',
      'app://otolith.example/',
      'file:///app/otolith',
      'data:text/html,x',
    ]) {
      expect(isAppUrl(url)).toBe(false)
    }
  })
})
