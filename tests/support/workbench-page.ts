import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'

const PICTURES = join(import.meta.dirname, '../../test-results/workbench')
const SCHEMES = ['light', 'dark'] as const

/** A window on the workbench, in a browser profile of its own. */
export interface WorkbenchPage extends AsyncDisposable {
  readonly page: Page
  readonly context: BrowserContext
  /** goes to an address of `routes` */
  goTo(address: string): Promise<void>
  /** what the page complained of in the console; emptied by reading */
  takeComplaints(): readonly string[]
}

/** Opens it at an address of `routes`, Home where none is given. */
export async function openPage(
  browser: Browser,
  workbench: { readonly url: string },
  address = '/',
): Promise<WorkbenchPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  let complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(`${workbench.url}#${address}`)
  return {
    page,
    context,
    goTo: async (to) => {
      await page.evaluate(`location.hash = ${JSON.stringify(to)}`)
    },
    takeComplaints: () => {
      const taken = complaints
      complaints = []
      return taken
    },
    [Symbol.asyncDispose]: () => context.close(),
  }
}

/** Expects no serious violation of WCAG 2.2 AA, and keeps a picture, in light and in dark. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true })
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) })
    const { violations } = await new AxeBuilder({ page }).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    const said = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)
    expect(said, `${name}, ${colorScheme}`).toEqual([])
  }
}
