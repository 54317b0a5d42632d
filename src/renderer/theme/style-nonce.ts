declare global {
  var __webpack_nonce__: string | undefined
}

/** The nonce that the page's policy allows styles by; the door puts it into the page. */
export function styleNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')
  return meta?.nonce ?? ''
}

/** Lets Mantine's dialogs keep the page behind them from scrolling: react-remove-scroll looks for its nonce under this name. */
export function giveStyleNonce(): void {
  globalThis.__webpack_nonce__ = styleNonce()
}
