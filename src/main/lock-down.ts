import { app, session } from 'electron'
import { isAppUrl } from './app-origin.ts'

/** Keeps every page where it is: no navigation, no new windows, no webviews. */
export function lockDown(): void {
  app.on('web-contents-created', (_, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

/** Refuses whatever a page asks of the system, but for our own page's notifications and copying; needs the app to be ready. */
export function denyPermissions(): void {
  const { defaultSession } = session
  const granted: readonly string[] = ['notifications', 'clipboard-sanitized-write']
  const isGranted = (permission: string, url: string) => granted.includes(permission) && isAppUrl(url)
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(isGranted(permission, requestingUrl)),
  )
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin))
  defaultSession.setDevicePermissionHandler(() => false)
}
