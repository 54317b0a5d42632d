import type { MadeFile } from '../../api/figures-contract.ts'

const MIME_TYPES = {
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  png: 'image/png',
  csv: 'text/csv',
  zip: 'application/zip',
  html: 'text/html',
} as const

/** A file on its way to whoever saves it; its name is one that every system takes. */
export function madeFile(name: string, extension: keyof typeof MIME_TYPES, bytes: Uint8Array): MadeFile {
  const plain = name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 100)
  return {
    fileName: `${plain || 'figure'}.${extension}`,
    mimeType: MIME_TYPES[extension],
    base64: Buffer.from(bytes).toString('base64'),
  }
}
