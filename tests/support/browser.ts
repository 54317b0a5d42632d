import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from '../../scripts/ensure-browser.mjs'

/**
 * A real Chromium, without a window.
 *
 * @throws Error where this machine has none
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('no Chromium on this machine: `npm run ensure-browser` gets one')
  return chromium.launch({
    executablePath,
    args: [
      // Chromium refuses to sandbox root's processes
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
