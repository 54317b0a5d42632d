import type { Locator, Page } from 'playwright-core'

/** More than any page has. */
const MOST_STOPS = 120

/**
 * Goes to a control as a keyboard does, Tab by Tab.
 *
 * @throws Error where no Tab leads there
 */
export async function walkTo(page: Page, control: Locator): Promise<void> {
  await control.waitFor()
  const focused = control.and(page.locator(':focus'))
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if ((await focused.count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${MOST_STOPS} Tabs do not lead to ${control}`)
}
