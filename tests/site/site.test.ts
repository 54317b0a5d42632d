import { expect, it } from 'vitest'
import { readSite } from '../../src/site/site.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'

it('hands out what was built, even where it is gone from the disk, and nothing else', () => {
  const dir = tempDir()
  tempFile('index.html', '<html><head></head></html>', dir)
  tempFile('assets/index-1a2b.css', 'body {}', dir)
  tempFile('assets/notes.md', 'no part of a window', dir)
  const site = readSite(dir)
  tempFile('assets/late.js', 'put there later', dir)
  expect(String(site.file('/assets/index-1a2b.css')?.body)).toBe('body {}')
  expect(site.file('/assets/index-1a2b.css')?.headers).toMatchObject({ 'content-type': 'text/css; charset=utf-8' })
  const others = [
    '/assets/notes.md',
    '/assets/late.js',
    '/',
    '/index.html',
    'assets/index-1a2b.css',
    '/__proto__',
    '/constructor',
  ]
  expect(others.map((path) => site.file(path))).toEqual(others.map(() => undefined))
})

it('gives each page a nonce of its own, in the policy and where the window looks for it', () => {
  const dir = tempDir()
  tempFile('index.html', '<html><head><title>T</title></head></html>', dir)
  const pages = [0, 1].map(() => readSite(dir).page(['ws://127.0.0.1:1']))
  const nonces = pages.map(({ headers }) => /'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '')?.[1])
  expect(new Set(nonces).size).toBe(2)
  for (const [index, { body, headers }] of pages.entries()) {
    expect(body).toContain(`<meta property="csp-nonce" nonce="${nonces[index]}" />`)
    expect(headers['content-security-policy']).toContain("connect-src 'self' ws://127.0.0.1:1;")
  }
})

it('says how to build the window where it was not', () => {
  expect(() => readSite(tempDir())).toThrow('npm run build')
})
