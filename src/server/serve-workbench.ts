import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import { messageOf } from '../core/message-of.ts'
import type { Service } from '../service/service.ts'
import type { Site } from '../site/site.ts'
import { refusal } from '../study/problem.ts'
import { type Doorkeeper, doorkeeper, type Refusal } from './admission.ts'
import { answerCalls, LARGEST_MESSAGE_BYTES } from './rpc-socket.ts'
import { keepUpload, UploadError } from './upload.ts'

/** The workbench as a server of this machine. */
export interface WorkbenchServer {
  readonly port: number
  /** opens the workbench, as often as wanted; carries the token */
  readonly url: string
  /** opens it one time: for where others of this machine may read along, such as a program's arguments */
  urlOnce(): string
  /** Ends every connection; the service is its owner's to end. */
  close(): Promise<void>
}

export interface ServeOptions {
  readonly service: Service
  readonly site: Site
  /** 0 takes a free one */
  readonly port: number
}

const LOOPBACK = '127.0.0.1'
const GOING_AWAY = 1001

/**
 * Serves the window, its calls (`/rpc`, a WebSocket) and its uploads (`POST /upload?name=…`) to this machine alone.
 *
 * @throws ProblemsError where the port is taken
 */
export async function serveWorkbench({ service, site, port: wantedPort }: ServeOptions): Promise<WorkbenchServer> {
  // an upload may take longer than any limit; whoever is not known gets none
  const server = createServer({ requestTimeout: 0 })
  const port = await listen(server, wantedPort)
  const keeper = doorkeeper(port)

  server.on('request', async (request, response) => {
    // a connection that breaks off is no news
    request.on('error', () => {})
    try {
      await answer(request, response, { keeper, service, site })
    } catch (error) {
      say(response, error instanceof UploadError ? error.status : 500, { message: messageOf(error) })
    }
  })

  const calls = new RPCHandler(service.router)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE_BYTES, perMessageDeflate: false })
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    connection.on('error', () => {})
    const refusal = refuseSocket(request, keeper)
    if (refusal) return turnAway(connection, refusal)
    sockets.handleUpgrade(request, connection, head, (socket) => void answerCalls(socket, calls, service.context))
  })

  const address = (token: string) => `http://${LOOPBACK}:${port}/?token=${token}`
  return {
    port,
    url: address(keeper.token),
    urlOnce: () => address(keeper.ticket()),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets.clients) {
        socket.close(GOING_AWAY, 'the server was ended')
        socket.terminate()
      }
      server.closeAllConnections()
      await closed
    },
  }
}

interface Premises {
  readonly keeper: Doorkeeper
  readonly service: Service
  readonly site: Site
}

async function answer(request: IncomingMessage, response: ServerResponse, premises: Premises): Promise<void> {
  const { keeper, service, site } = premises
  const { path, query } = targetOf(request)
  const isUpload = request.method === 'POST' && path === '/upload'
  const stranger = keeper.refuseStranger(request, isUpload ? 'call' : 'page')
  if (stranger) return refuse(response, stranger)
  if (!isUpload && request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(response, { status: 405, message: 'only GET, and POST /upload' })
  }

  const token = query.get('token')
  if (path === '/' && token !== null && keeper.accepts(token)) {
    response.writeHead(303, { location: '/', 'set-cookie': keeper.setCookie, 'cache-control': 'no-store' }).end()
    return
  }
  const unknown = keeper.refuseUnknown(request)
  if (unknown) return refuse(response, unknown)

  if (isUpload) {
    const { paths, studiesDir } = service.context
    const dir = paths.require(join(studiesDir, 'uploads'))
    return say(response, 201, { path: await keepUpload(request, query.get('name') ?? '', dir) })
  }
  // older browsers take 'self' as not meaning a WebSocket
  const file = path === '/' ? site.page([`ws://${request.headers.host}`]) : site.file(path)
  if (!file) return say(response, 404, { message: `there is no ${path}` })
  response.writeHead(200, { ...file.headers, 'content-length': Buffer.byteLength(file.body) })
  response.end(request.method === 'HEAD' ? undefined : file.body)
}

function refuseSocket(request: IncomingMessage, keeper: Doorkeeper): Refusal | undefined {
  const refusal = keeper.refuseStranger(request, 'call') ?? keeper.refuseUnknown(request)
  if (refusal) return refusal
  return targetOf(request).path === '/rpc' ? undefined : { status: 400, message: 'calls go to /rpc' }
}

/** Path as it came, nothing decoded: it is only ever compared. */
function targetOf({ url = '' }: IncomingMessage): { readonly path: string; readonly query: URLSearchParams } {
  const mark = url.indexOf('?')
  if (mark < 0) return { path: url, query: new URLSearchParams() }
  return { path: url.slice(0, mark), query: new URLSearchParams(url.slice(mark)) }
}

function refuse(response: ServerResponse, { status, message }: Refusal): void {
  say(response, status, { message })
}

function say(
  response: ServerResponse,
  status: number,
  content: { readonly path: string } | { readonly message: string },
) {
  if (response.headersSent || response.destroyed) return
  const body = `${JSON.stringify(content)}\n`
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    // whoever is refused has perhaps more to send
    ...(status >= 400 ? { connection: 'close' } : {}),
  })
  response.end(body)
}

function turnAway(connection: Duplex, { status, message }: Refusal): void {
  connection.end(
    `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n\r\n${message}\n`,
  )
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE'
      const message = 'it is taken by another program: choose another --port, or none'
      reject(isTaken ? refusal('port-taken', message, `port ${port}`) : error)
    })
    server.listen(port, LOOPBACK, () => {
      const address = server.address()
      if (address && typeof address === 'object') resolve(address.port)
      else reject(new Error('the server has no port'))
    })
  })
}
