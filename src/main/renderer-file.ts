import { extname, join, normalize, relative, sep } from 'node:path'
import { isAppUrl } from './app-origin.ts'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** A file of the built renderer. */
export interface RendererFile {
  readonly path: string
  readonly contentType: string
}

/** The file under `root` that a URL of ours asks for; undefined where it asks for anything else. */
export function rendererFile(root: string, url: string): RendererFile | undefined {
  if (!isAppUrl(url)) return undefined
  const asked = decode(new URL(url).pathname)
  if (asked === undefined || asked.includes('\0') || asked.includes('\\')) return undefined
  const path = normalize(join(root, asked))
  const inside = relative(root, path)
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`)) return undefined
  const contentType = CONTENT_TYPES[extname(path)]
  return contentType === undefined ? undefined : { path, contentType }
}

function decode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return undefined
  }
}
