import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Why a request is turned away, as HTTP says it. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 405
  readonly message: string
}

/** Who may come in: whoever knows the token, from a page of ours, under a name of ours. */
export interface Doorkeeper {
  /** what the printed address carries */
  readonly token: string
  /** given to whoever brings the token; stands for it from then on */
  readonly setCookie: string
  /** whether the request is for us, and from nobody but ourselves; says nothing of who asks */
  refuseStranger(request: IncomingMessage, asks: 'page' | 'call'): Refusal | undefined
  /** a token that opens the door one time */
  ticket(): string
  /** whether the door opens for it; a ticket is spent then */
  accepts(token: string): boolean
  /** whether the request carries the cookie */
  refuseUnknown(request: IncomingMessage): Refusal | undefined
}

const UNKNOWN: Refusal = { status: 401, message: 'open the address that `otolith serve` printed, with its token' }

/** A doorkeeper of a server on a port of this machine, with a token and a cookie of its own. */
export function doorkeeper(port: number): Doorkeeper {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const cookie = `otolith-${port}`
  const session = secret()
  const token = secret()
  const tickets = new Set<string>()

  return {
    token,
    setCookie: `${cookie}=${session}; HttpOnly; SameSite=Strict; Path=/`,
    refuseStranger: ({ headersDistinct: headers }, asks) => {
      const [host, ...otherHosts] = headers.host ?? []
      // another name that leads here: a page of its own would count as ours
      if (host === undefined || otherHosts.length > 0 || !hosts.includes(host)) {
        return { status: 403, message: `this is ${hosts.join(' or ')}, not ${host ?? 'nameless'}` }
      }
      const origins = headers.origin ?? []
      const isForeign = origins.some((origin) => origin !== `http://${host}`)
      // browsers leave it out where a person opens a page, and a page's own files
      if (isForeign || (asks === 'call' && origins.length !== 1) || isFromAnotherSite(headers)) {
        return { status: 403, message: 'only the workbench itself may ask this' }
      }
      return undefined
    },
    ticket: () => {
      const ticket = secret()
      tickets.add(ticket)
      return ticket
    },
    accepts: (candidate) => isSame(candidate, token) || tickets.delete(candidate),
    refuseUnknown: ({ headers }) =>
      cookiesOf(headers.cookie).some(([name, value]) => name === cookie && isSame(value, session))
        ? undefined
        : UNKNOWN,
  }
}

/** Another page may lead a person here, but not fetch from us in their name: to browsers, all ports of a machine are one site. */
function isFromAnotherSite(headers: NodeJS.Dict<string[]>): boolean {
  const sites = headers['sec-fetch-site'] ?? []
  const modes = headers['sec-fetch-mode'] ?? []
  return sites.some((site) => site !== 'same-origin' && site !== 'none') && !modes.every((mode) => mode === 'navigate')
}

function cookiesOf(header = ''): (readonly [name: string, value: string])[] {
  return header.split(';').map((pair) => {
    const [name, ...value] = pair.trim().split('=')
    return [name, value.join('=')]
  })
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

function isSame(a: string, b: string): boolean {
  const [bytes, wanted] = [Buffer.from(a), Buffer.from(b)]
  return bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
}
