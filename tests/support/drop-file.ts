import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Page } from 'playwright-core'

/** What lies on the pointer when a person drags a file over. */
export interface DroppedFile {
  readonly name: string
  readonly text: string
}

/** A text file of this machine's. */
export const fileToDrop = (path: string): DroppedFile => ({ name: basename(path), text: readFileSync(path, 'utf8') })

/** Drops a file on the window, as a person does who drags it from elsewhere. */
export async function dropFile(page: Page, { name, text }: DroppedFile): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    `(() => {
      const data = new DataTransfer()
      data.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}))
      return data
    })()`,
  )
  for (const kind of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('h1', kind, { dataTransfer })
}
