// draws resources/icon.png, of which packaging makes every system's icons, from icon.svg: `npm run icon`
import { readFileSync, writeFileSync } from 'node:fs'
import { launchBrowser } from '../tests/support/browser.ts'

const SIDE_PX = 1024
const resources = new URL('../resources/', import.meta.url)

const browser = await launchBrowser()
try {
  const page = await browser.newPage({ viewport: { width: SIDE_PX, height: SIDE_PX } })
  const svg = readFileSync(new URL('icon.svg', resources), 'utf8')
  await page.setContent(`<style>body { margin: 0 }</style>${svg}`)
  writeFileSync(new URL('icon.png', resources), await page.screenshot({ omitBackground: true }))
} finally {
  await browser.close()
}
