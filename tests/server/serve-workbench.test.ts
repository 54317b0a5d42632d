import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { LARGEST_MESSAGE_BYTES } from '../../src/server/rpc-socket.ts'
import { serveWorkbench, type WorkbenchServer } from '../../src/server/serve-workbench.ts'
import { createService, type Service } from '../../src/service/service.ts'
import { readSite } from '../../src/site/site.ts'
import { rawRequest } from '../support/raw-request.ts'
import { type Connected, connect, cookieFor } from '../support/workbench-client.ts'

const SCRIPT = 'console.log("a window")'

const place = realpathSync(mkdtempSync(join(tmpdir(), 'otolith-server-')))
const root = join(place, 'root')
const outside = join(place, 'outside')
let service: Service
let server: WorkbenchServer
let cookie: string
let host: string

beforeAll(async () => {
  const built = join(place, 'built')
  for (const dir of [root, outside, join(built, 'assets')]) mkdirSync(dir, { recursive: true })
  writeFileSync(
    join(built, 'index.html'),
    '<!doctype html><html><head><title>Otolith</title></head><body></body></html>',
  )
  writeFileSync(join(built, 'assets', 'index-1a2b.js'), SCRIPT)
  writeFileSync(join(built, 'secret.pem'), 'not a kind of file that a window has')
  writeFileSync(join(outside, 'secret.txt'), 'secret')
  mkdirSync(join(outside, 'study'))
  symlinkSync(outside, join(root, 'link'), 'junction')
  service = createService({ appDir: join(place, 'app'), confinedTo: root, studiesDir: root })
  server = await serveWorkbench({ service, site: readSite(built), port: 0 })
  host = `127.0.0.1:${server.port}`
  cookie = await cookieFor(server.url)
})

afterAll(async () => {
  await server.close()
  await service.dispose()
  rmSync(place, { recursive: true, force: true })
})

const get = (path: string, ...headers: string[]) =>
  rawRequest(server.port, [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...headers])

const withCookie = (path: string, ...headers: string[]) => get(path, `Cookie: ${cookie}`, ...headers)

describe('the page', () => {
  it('is given for the token in the address, by way of a cookie that only this server and no script sees', async () => {
    const { status, head } = await get(new URL(server.url).pathname + new URL(server.url).search)
    expect(status).toBe(303)
    expect(head).toMatch(/^location: \/$/im)
    expect(head).toMatch(
      new RegExp(`^set-cookie: otolith-${server.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`, 'im'),
    )
    const page = await withCookie('/')
    expect(page.status).toBe(200)
    expect(page.body).toContain('<title>Otolith</title>')
  })

  it('carries a strict policy with a nonce of its own each time, and is not kept by anyone', async () => {
    const pages = await Promise.all([withCookie('/'), withCookie('/')])
    const nonces = pages.map(({ head, body }) => {
      const nonce = /'nonce-([^']+)'/.exec(head)?.[1]
      expect(body).toContain(`<meta property="csp-nonce" nonce="${nonce}" />`)
      return nonce
    })
    expect(new Set(nonces).size).toBe(2)
    const { head } = pages[0]
    expect(head).toMatch(
      /^content-security-policy: default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']+';/im,
    )
    expect(head).not.toMatch(/unsafe/)
    expect(head).toMatch(/^cache-control: no-store$/im)
    for (const [name, value] of [
      ['x-content-type-options', 'nosniff'],
      ['referrer-policy', 'no-referrer'],
      ['cross-origin-opener-policy', 'same-origin'],
      ['cross-origin-resource-policy', 'same-origin'],
    ]) {
      expect(head).toMatch(new RegExp(`^${name}: ${value}$`, 'im'))
    }
  })

  it('has its built files, and no others', async () => {
    expect(await withCookie('/assets/index-1a2b.js')).toMatchObject({ status: 200, body: SCRIPT })
    const others = [
      '/index.html',
      '/secret.pem',
      '/assets',
      '/assets/',
      '/assets/../assets/index-1a2b.js',
      '//assets/index-1a2b.js',
    ]
    for (const path of others) expect({ path, status: (await withCookie(path)).status }).toEqual({ path, status: 404 })
  })

  it.each([
    '/../outside/secret.txt',
    '/assets/../../../outside/secret.txt',
    '/%2e%2e/outside/secret.txt',
    '/..%2foutside%2fsecret.txt',
    '/..\\outside\\secret.txt',
    '/etc/passwd',
    '//etc/passwd',
    '/%00',
    '/__proto__',
  ])('has nothing at %s', async (path) => {
    expect((await withCookie(path)).status).toBe(404)
  })
})

describe('strangers are refused', () => {
  it("without the cookie, with a wrong one, with another port's, with a wrong token", async () => {
    const value = cookie.split('=')[1]
    const attempts = [
      get('/'),
      get('/assets/index-1a2b.js'),
      get('/', `Cookie: otolith-${server.port}=`),
      get('/', `Cookie: otolith-${server.port}=${'x'.repeat(43)}`),
      get('/', `Cookie: otolith-1=${value}`),
      get('/?token='),
      get(`/?token=${'x'.repeat(43)}`),
      get(`/?token=${value}`),
      get(`/index.html?token=${new URL(server.url).searchParams.get('token')}`),
    ]
    expect((await Promise.all(attempts)).map(({ status }) => status)).toEqual(attempts.map(() => 401))
  })

  it('with a ticket that is spent', async () => {
    const { pathname, search } = new URL(server.urlOnce())
    expect((await get(pathname + search)).status).toBe(303)
    expect((await get(pathname + search)).status).toBe(401)
  })

  it('under another name than ours, which another site could point here', async () => {
    const asked = (...hosts: string[]) =>
      rawRequest(server.port, ['GET / HTTP/1.1', ...hosts.map((name) => `Host: ${name}`), `Cookie: ${cookie}`])
    const names = [
      'evil.test',
      `evil.test:${server.port}`,
      '127.0.0.1',
      '127.0.0.1:1',
      `0.0.0.0:${server.port}`,
      `127.1:${server.port}`,
    ]
    for (const name of names) expect({ name, status: (await asked(name)).status }).toEqual({ name, status: 403 })
    expect((await asked(host, 'evil.test')).status).toBe(403)
    expect((await asked()).status).toBe(400)
    expect((await asked(`localhost:${server.port}`)).status).toBe(200)
  })

  it('from another origin', async () => {
    const origins = [
      'http://evil.test',
      'null',
      'http://127.0.0.1:1',
      `https://${host}`,
      `http://localhost:${server.port}`,
    ]
    for (const origin of origins) {
      expect({ origin, status: (await withCookie('/', `Origin: ${origin}`)).status }).toEqual({ origin, status: 403 })
    }
    expect((await withCookie('/', `Origin: http://${host}`)).status).toBe(200)
  })

  it("where another site, or another port of this machine, fetches in a person's name", async () => {
    for (const site of ['cross-site', 'same-site']) {
      expect(
        (await withCookie('/assets/index-1a2b.js', `Sec-Fetch-Site: ${site}`, 'Sec-Fetch-Mode: no-cors')).status,
      ).toBe(403)
    }
    expect((await withCookie('/', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate')).status).toBe(200)
  })

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'POST', 'PROPFIND'])('who %s', async (method) => {
    const { status } = await rawRequest(server.port, [
      `${method} / HTTP/1.1`,
      `Host: ${host}`,
      `Cookie: ${cookie}`,
      `Origin: http://${host}`,
      'Content-Length: 0',
    ])
    expect(status).toBe(405)
  })
})

describe('the socket', () => {
  /** the status with which a socket is refused; 101 where it is not */
  async function statusFor(path: string, headers: Readonly<Record<string, string>>): Promise<number> {
    const socket = new WebSocket(`ws://${host}${path}`, { headers })
    const status = await new Promise<number>((resolve) => {
      socket.on('open', () => resolve(101))
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      socket.on('error', () => {})
    })
    socket.terminate()
    return status
  }

  it('is for our own page with the cookie alone', async () => {
    const origin = `http://${host}`
    expect(await statusFor('/rpc', { cookie, origin })).toBe(101)
    expect(await statusFor('/rpc', { cookie, origin: 'http://evil.test' })).toBe(403)
    expect(await statusFor('/rpc', { cookie, origin: 'http://127.0.0.1:1' })).toBe(403)
    expect(await statusFor('/rpc', { cookie, origin: 'null' })).toBe(403)
    expect(await statusFor('/rpc', { cookie })).toBe(403)
    expect(await statusFor('/rpc', { cookie, origin, host: `evil.test:${server.port}` })).toBe(403)
    expect(await statusFor('/rpc', { origin })).toBe(401)
    expect(await statusFor('/rpc', { origin, cookie: `otolith-${server.port}=guess` })).toBe(401)
    expect(await statusFor('/', { cookie, origin })).toBe(400)
    // the token is for the page
    expect(await statusFor(`/rpc${new URL(server.url).search}`, { origin })).toBe(401)
  })

  it.each([
    ['text that is no call', 'hello', 1007],
    ['an empty message', '', 1007],
    ['a call without an id', '{"p":{"u":"/app/info"}}', 1007],
    ['a call that goes elsewhere', '{"i":"1","p":{"u":"http://evil.test/"}}', 1007],
    ['a list', '[]', 1007],
    ['null', 'null', 1007],
    ['bytes', Buffer.from('{"i":"1","p":{"u":"/app/info"}}'), 1003],
    ['more than a message may hold', 'x'.repeat(LARGEST_MESSAGE_BYTES + 1), 1009],
  ] as const)('is closed on %s', async (_what, message, code) => {
    using window = await connect(server.url)
    const closed = once(window.socket, 'close')
    window.socket.on('error', () => {})
    window.socket.send(message)
    expect((await closed)[0]).toBe(code)
    using next = await connect(server.url)
    expect((await next.client.app.info()).confinedTo).toBe(root)
  })

  it('does not give what the contract does not name', async () => {
    using window = await connect(server.url)
    for (const path of ['/', '/__proto__', '/app', '/constructor/constructor', '/app/info/__proto__', '/toString']) {
      const answer = once(window.socket, 'message')
      window.socket.send(JSON.stringify({ i: path, p: { u: path } }))
      expect(JSON.parse(String((await answer)[0]))).toMatchObject({ i: path, p: { s: 404 } })
    }
  })

  it('refuses input that is not as the contract says', async () => {
    using window = await connect(server.url)
    const answer = once(window.socket, 'message')
    window.socket.send(JSON.stringify({ i: '1', p: { u: '/files/list', b: { json: { dir: 7 } } } }))
    expect(JSON.parse(String((await answer)[0]))).toMatchObject({ i: '1', p: { s: 400 } })
  })
})

describe('paths', () => {
  const refused = async (call: Promise<unknown>) => {
    await expect(call).rejects.toMatchObject({ code: 'REFUSED' })
  }

  it('lead nowhere outside the folder that the server was given', async () => {
    using window = await connect(server.url)
    const { files } = window.client
    expect((await files.list({ dir: root })).dir).toBe(root)
    const ways = [
      outside,
      '/',
      '/etc',
      place,
      join(root, 'link'),
      join(root, 'link', 'study'),
      `${root}/../outside`,
      `${root}/link/../../outside`,
      `${root}-2`,
      'relative',
      '..',
      './',
      `${root}\0`,
    ]
    for (const dir of ways) await refused(files.list({ dir }))
    for (const path of ways) await refused(files.identify({ path }))
    for (const name of ['../outside/made', '..', '/etc/made', 'a/b', 'link/made']) {
      await refused(files.makeFolder({ parent: root, name }))
    }
    expect(existsSync(join(outside, 'made'))).toBe(false)
  })

  it('are taken as they are: nothing in them is decoded', async () => {
    using window = await connect(server.url)
    for (const dir of [`${root}/%2e%2e/outside`, `${root}/..%2foutside`, `file://${outside}`]) {
      await expect(window.client.files.list({ dir })).rejects.toThrow()
    }
  })
})

describe('uploads', () => {
  const uploads = join(root, 'uploads')
  const kept = () => (existsSync(uploads) ? readdirSync(uploads).toSorted() : [])

  function upload(name: string, body: string | Buffer, ...headers: string[]) {
    return rawRequest(
      server.port,
      [
        `POST /upload?name=${encodeURIComponent(name)} HTTP/1.1`,
        `Host: ${host}`,
        `Cookie: ${cookie}`,
        `Origin: http://${host}`,
        ...(headers.length > 0 ? headers : [`Content-Length: ${Buffer.byteLength(body)}`]),
      ],
      body,
    )
  }

  it('are kept whole, over no other file, where the studies are', async () => {
    const first = await upload('embryos.csv', 'a,b\n1,2\n')
    const second = await upload('embryos.csv', 'other')
    expect([first.status, second.status]).toEqual([201, 201])
    expect(JSON.parse(first.body)).toEqual({ path: join(uploads, 'embryos.csv') })
    expect(JSON.parse(second.body)).toEqual({ path: join(uploads, 'embryos-2.csv') })
    expect(readFileSync(join(uploads, 'embryos.csv'), 'utf8')).toBe('a,b\n1,2\n')
    expect(readFileSync(join(uploads, 'embryos-2.csv'), 'utf8')).toBe('other')
  })

  it('are held where they belong, whatever they are called', async () => {
    const names = [
      '../../outside/made.csv',
      '..\\..\\made.csv',
      '/etc/made.csv',
      '..',
      '.',
      '.hidden',
      'con.csv',
      'a\0b.csv',
      'Ωμέγα.csv',
      'x'.repeat(900),
    ]
    for (const name of names) {
      const { status, body } = await upload(name, 'x')
      expect({ name, status }).toEqual({ name, status: 201 })
      const { path } = JSON.parse(body)
      expect(dirname(path)).toBe(uploads)
      expect(basename(path)).toMatch(/^[\p{Letter}\p{Number}][\p{Letter}\p{Number}_-]*(\.[A-Za-z0-9]+)?$/u)
    }
    expect(existsSync(join(outside, 'made.csv'))).toBe(false)
  })

  it("are refused without a name, where they don't fit on the disk, and from strangers", async () => {
    const before = kept()
    expect((await upload('', 'x')).status).toBe(400)
    expect((await upload('huge.csv', '', `Content-Length: ${10 ** 15}`)).status).toBe(413)
    const lines = ['POST /upload?name=a.csv HTTP/1.1', `Host: ${host}`, 'Content-Length: 1']
    expect((await rawRequest(server.port, [...lines, `Origin: http://${host}`], 'x')).status).toBe(401)
    expect((await rawRequest(server.port, [...lines, `Cookie: ${cookie}`], 'x')).status).toBe(403)
    expect(
      (await rawRequest(server.port, [...lines, `Cookie: ${cookie}`, 'Origin: http://evil.test'], 'x')).status,
    ).toBe(403)
    expect(kept()).toEqual(before)
  })

  it('leave nothing where they break off', async () => {
    const before = kept()
    const socket = connectTcp(server.port, '127.0.0.1')
    await once(socket, 'connect')
    const lines = ['POST /upload?name=cut.csv HTTP/1.1', `Host: ${host}`, `Cookie: ${cookie}`, `Origin: http://${host}`]
    socket.write(`${[...lines, 'Content-Length: 1000'].join('\r\n')}\r\n\r\nonly this`)
    // its beginning is on the disk, under a name that nobody takes for it
    await expect.poll(() => kept().filter((name) => name.endsWith('.tmp')).length).toBe(1)
    socket.destroy()
    await expect.poll(kept).toEqual(before)
  })
})

describe('two windows', () => {
  it('share one service: what one makes, the other sees', async () => {
    using one: Connected = await connect(server.url)
    using other: Connected = await connect(server.url)
    const { path } = await one.client.files.makeFolder({ parent: root, name: 'made by one' })
    const { entries } = await other.client.files.list({ dir: root })
    expect(entries.map((entry) => entry.path)).toContain(path)
  })
})
