/** What a page of ours may load: its own scripts, styles and pictures, styles that carry its nonce, and nothing from anywhere else. */
export function contentSecurityPolicy({ styleNonce, connect }: PagePolicy): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export interface PagePolicy {
  /** a fresh one a page */
  readonly styleNonce: string
  /** where else the page may connect to */
  readonly connect: readonly string[]
}
