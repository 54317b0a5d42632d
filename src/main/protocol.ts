import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { APP_SCHEME } from './app-origin.ts'
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts'
import { rendererFile } from './renderer-file.ts'

/** Makes `app://` a scheme like https; must be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built renderer's files, and nothing else, under `app://`. */
export function serveRenderer(root: string): void {
  protocol.handle(APP_SCHEME, async ({ method, url }) => {
    const file = method === 'GET' ? rendererFile(root, url) : undefined
    if (!file) return notFound()
    try {
      return new Response(new Uint8Array(await readFile(file.path)), {
        headers: {
          'content-type': file.contentType,
          'content-security-policy': CONTENT_SECURITY_POLICY,
          'x-content-type-options': 'nosniff',
        },
      })
    } catch {
      return notFound()
    }
  })
}

function notFound(): Response {
  return new Response('not found', { status: 404, headers: { 'content-type': 'text/plain' } })
}
