import { protocol } from 'electron'
import type { Site } from '../site/site.ts'
import { APP_SCHEME, isAppUrl } from './app-origin.ts'

/** Makes `app://` a scheme like https; must be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built window's files, and nothing else, under `app://`. */
export function serveSite(site: Site): void {
  protocol.handle(APP_SCHEME, ({ method, url }) => {
    const { pathname } = new URL(url)
    const file = method !== 'GET' || !isAppUrl(url) ? undefined : pathname === '/' ? site.page() : site.file(pathname)
    if (!file) return new Response('not found', { status: 404, headers: { 'content-type': 'text/plain' } })
    return new Response(typeof file.body === 'string' ? file.body : new Uint8Array(file.body), {
      headers: file.headers,
    })
  })
}
