/** Scheme and host under which the window's own files are served. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'otolith'
export const APP_PAGE = `${APP_SCHEME}://${APP_HOST}/`

/** Whether a URL is one of the window's own; nothing else may talk to the service. */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  // the origin of a scheme that the platform doesn't know is 'null', so the two parts are compared
  return protocol === `${APP_SCHEME}:` && host === APP_HOST
}
