import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { contentSecurityPolicy } from './content-security-policy.ts'

/** A file as a door hands it out. */
export interface SiteFile {
  readonly body: Uint8Array | string
  readonly headers: Readonly<Record<string, string>>
}

/** The built window. Held in memory: what a door hands out is what was built when it opened, and no request reaches the disk. */
export interface Site {
  /** the page, with a nonce of its own; `connect` names other places that it may connect to */
  page(connect?: readonly string[]): SiteFile
  /** the file of exactly that path (`/assets/index-1a2b.js`); undefined where there is none */
  file(path: string): SiteFile | undefined
}

const PAGE = 'index.html'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

const SAFETY = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/**
 * Reads the built window from its folder.
 *
 * @throws Error where it was not built
 */
export function readSite(root: string): Site {
  const pagePath = join(root, PAGE)
  if (!existsSync(pagePath))
    throw new Error(`the window was not built: there is no ${pagePath}; \`npm run build\` makes it`)
  const html = readFileSync(pagePath, 'utf8')
  const files = readFiles(root)
  return {
    page: (connect = []) => {
      const styleNonce = randomBytes(18).toString('base64')
      return {
        body: withNonce(html, styleNonce),
        headers: {
          ...SAFETY,
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': contentSecurityPolicy({ styleNonce, connect }),
          'cache-control': 'no-store',
        },
      }
    },
    file: (path) => files.get(path),
  }
}

function readFiles(root: string): ReadonlyMap<string, SiteFile> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    paths.flatMap((path): [string, SiteFile][] => {
      const contentType = CONTENT_TYPES[extname(path)]
      if (contentType === undefined) return []
      // a built file's name holds the hash of what is in it
      const headers = {
        ...SAFETY,
        'content-type': contentType,
        'cache-control': 'private, max-age=31536000, immutable',
      }
      return [[`/${relative(root, path).split(sep).join('/')}`, { body: readFileSync(path), headers }]]
    }),
  )
}

/** Puts the nonce where the window looks for it: what makes styles at run time gives it to them. */
function withNonce(html: string, styleNonce: string): string {
  return html.replace('<head>', `<head>\n    <meta property="csp-nonce" nonce="${styleNonce}" />`)
}
