import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { routes } from '../../src/renderer/data/routes.ts'
import { baseName } from '../../src/renderer/format/path.ts'
import { dropFile } from '../support/drop-file.ts'
import { eachInWindow } from '../support/each-in-window.ts'
import type { Workbench } from '../support/workbench.ts'
import { expectAccessible, openPage, type WorkbenchPage } from '../support/workbench-page.ts'

let browser: Browser
let workbench: Workbench
let window: WorkbenchPage
let page: Page

eachInWindow(
  () => routes.home(),
  (opened) => {
    ;({ browser, workbench, window, page } = opened)
  },
)

/** Of the window's code and styles, what the browser has. */
const loadedFiles = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))

const heading = (name: string) => page.getByRole('heading', { level: 1, name })

describe('the first time', () => {
  it('Home teaches the four steps, and the demo study is one click away', async () => {
    await heading('Home').waitFor()
    const steps = page.getByRole('region', { name: 'Four steps' }).getByRole('heading')
    expect((await steps.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
      '1 Data',
      '2 Manifest',
      '3 Run',
      '4 Look',
    ])
    await expectAccessible(page, 'home-empty')

    await page.getByRole('button', { name: 'Make the demo study' }).click()
    await page.getByRole('alert').getByText('The demo study was made.').waitFor()
    const [study] = await workbench.client.home.recent()
    expect(study?.state).toBe('here')
    // the rail is about it now
    await page.getByRole('region', { name: `Study ${study?.name}` }).waitFor()
    await window.goTo('/')
    await page.getByRole('button', { name: `Open the study ${study?.name}` }).waitFor()
  })

  it('a study is made from a table, in the window’s own dialogs, by keyboard alone', async () => {
    const { studyDir } = await workbench.client.home.makeDemo({ pairs: 2 })
    await workbench.client.home.forget({ studyDir })
    await page.reload()

    await page.getByRole('button', { name: 'Make a study…' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Make a study' })
    await dialog.getByRole('button', { name: 'Embryo table: Choose…' }).press('Enter')
    const picker = page.getByRole('dialog', { name: 'Choose the embryo table' })
    await picker.getByRole('button', { name: new RegExp(`^${baseName(studyDir)}`) }).press('Enter')
    const table = picker.getByRole('button', { name: /^embryos\.csv/ })
    await table.press('Enter')
    expect(await table.getAttribute('aria-pressed')).toBe('true')
    await picker.getByRole('button', { name: 'Choose this file' }).press('Enter')

    await expect
      .poll(() => dialog.getByRole('textbox', { name: 'Embryo table' }).inputValue())
      .toBe(join(studyDir, 'embryos.csv'))
    // the yolk masks beside it are found
    await expect.poll(() => dialog.getByRole('textbox', { name: 'Data folder' }).inputValue()).toBe(studyDir)
    // where it would lie is suggested; here another place is wanted
    const folder = dialog.getByRole('textbox', { name: 'Study folder' })
    await expect.poll(() => folder.inputValue()).not.toBe('')
    await folder.fill(join(workbench.root, 'hearts'))
    await expectAccessible(page, 'new-study')
    await dialog.getByRole('button', { name: 'Make the study' }).press('Enter')

    await page.getByRole('region', { name: 'Study hearts' }).waitFor()
    const made = await workbench.client.study.open({ studyDir: join(workbench.root, 'hearts') })
    expect(made.inputs).toMatchObject({
      tablePath: join(studyDir, 'embryos.csv'),
      tableFound: true,
      dataRoot: studyDir,
    })
  })
})

describe('what is dropped', () => {
  it('is looked at, and a table becomes a study', async () => {
    const { inputs } = await workbench.client.home.makeDemo({ pairs: 2 })
    const table = readFileSync(inputs.tablePath ?? '', 'utf8')
    await heading('Home').waitFor()
    await dropFile(page, { name: 'our fish.csv', text: table })
    const dialog = page.getByRole('dialog', { name: 'What was dropped' })
    await expectAccessible(page, 'dropped')
    await dialog.getByRole('button', { name: 'Make a study of it' }).click()

    const making = page.getByRole('dialog', { name: 'Make a study' })
    await expect.poll(() => making.getByRole('textbox', { name: 'Study folder' }).inputValue()).not.toBe('')
    await making.getByRole('button', { name: 'Make the study' }).click()
    await making.waitFor({ state: 'detached' })
    const [made] = await workbench.client.home.recent()
    const study = await workbench.client.study.open({ studyDir: made?.studyDir ?? '' })
    expect(readFileSync(study.inputs.tablePath ?? '', 'utf8')).toBe(table)
  })

  it('and can’t be used says why', async () => {
    await heading('Home').waitFor()
    await dropFile(page, { name: 'notes.txt', text: 'nothing of ours' })
    const dialog = page.getByRole('dialog', { name: 'What was dropped' })
    await dialog.getByText('notes.txt', { exact: true }).waitFor()
    expect(await dialog.getByRole('button', { name: 'Make a study of it' }).count()).toBe(0)
  })
})

describe('the way around', () => {
  it('leads by the rail, the palette and the address, and the focus follows', async () => {
    await heading('Home').waitFor()
    await page.getByRole('link', { name: 'Engines' }).click()
    await heading('Engines').waitFor()
    expect(await page.getByRole('link', { name: 'Engines' }).getAttribute('aria-current')).toBe('page')
    await expect.poll(() => heading('Engines').evaluate((element) => element === document.activeElement)).toBe(true)

    await page.keyboard.press('Control+k')
    await page.getByRole('textbox', { name: 'Search and commands' }).fill('all ru')
    await expectAccessible(page, 'palette')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await heading('All runs').waitFor()
    expect(await page.title()).toBe('All runs · Otolith')

    await page.goBack()
    await heading('Engines').waitFor()
    await window.goTo('/nowhere')
    await heading('Nothing is here').waitFor()
  })

  it('begins with a link past the navigation, and `?` shows the keys', async () => {
    await heading('Home').waitFor()
    await page.keyboard.press('Tab')
    const skip = page.getByRole('button', { name: 'Skip to the page' })
    expect(await skip.evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')

    await page.keyboard.press('Shift+?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await expectAccessible(page, 'shortcuts')
  })

  it('keeps light or dark as it was chosen', async () => {
    const scheme = () => page.evaluate(() => document.documentElement.dataset.mantineColorScheme)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(scheme).toBe('dark')
    await page.getByRole('button', { name: 'Appearance: As the system' }).click()
    await page.getByRole('menuitem', { name: 'Light' }).click()
    await expect.poll(scheme).toBe('light')
    await page.reload()
    await heading('Home').waitFor()
    expect(await scheme()).toBe('light')
  })

  it('loses nothing at 200 %: pages fit their width, and the rail is behind a button', async () => {
    await page.setViewportSize({ width: 640, height: 400 })
    for (const [address, name] of [
      ['/', 'Home'],
      ['/runs', 'All runs'],
      ['/engines', 'Engines'],
    ] as const) {
      await window.goTo(address)
      await heading(name).waitFor()
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(overflow, name).toBeLessThanOrEqual(0)
    }
    await page.getByRole('button', { name: 'Show the navigation' }).click()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'All runs' }).click()
    await heading('All runs').waitFor()
    await page.getByRole('link', { name: 'Engines' }).waitFor({ state: 'hidden' })
  })
})

describe('a service that is gone', () => {
  it('is said, and everything is read again when it is back', async () => {
    await using broken = await openPage(browser, workbench)
    const calls: { close(): Promise<void> }[] = []
    await broken.page.routeWebSocket('**/rpc', (socket) => {
      socket.connectToServer()
      calls.push(socket)
    })
    await broken.page.reload()
    await broken.page.getByRole('region', { name: 'Four steps' }).waitFor()

    const { studyDir } = await workbench.client.home.makeDemo({ pairs: 2 })
    await calls[0]?.close()
    await broken.page.getByRole('alert').getByText('The service is back.').waitFor()
    await broken.page.getByRole('button', { name: `Open the study ${baseName(studyDir)}` }).waitFor()
    expect(calls.length).toBe(2)
  })

  it('fails what is asked meanwhile, with what to do', async () => {
    await heading('Home').waitFor()
    await expect
      .poll(loadedFiles)
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(/engines-page.*js$/),
          expect.stringMatching(/engines-page.*css$/),
        ]),
      )
    await workbench.stop()
    await page.getByRole('alert').getByText('The service doesn’t answer').waitFor()
    await expectAccessible(page, 'lost')
    await page.getByRole('link', { name: 'Engines' }).click()
    await page.getByRole('heading', { name: 'The engines can’t be listed' }).waitFor()
    await window[Symbol.asyncDispose]()
    // the browser says itself that nobody listens
    expect(window.takeComplaints().filter((line) => !line.includes('ERR_CONNECTION_REFUSED'))).toEqual([])
  })
})

it('says of a study that is gone what is wrong, and finds it again', async () => {
  const { studyDir } = await workbench.client.home.makeDemo({ pairs: 2 })
  const moved = join(workbench.root, 'moved')
  renameSync(studyDir, moved)
  writeFileSync(join(workbench.root, 'notes.txt'), 'not a study')
  await page.reload()

  await page.getByText('not found').waitFor()
  await page.getByRole('button', { name: 'Find it…' }).click()
  const picker = page.getByRole('dialog', { name: `Where is ${baseName(studyDir)} now?` })
  await picker.getByRole('button', { name: /^moved/ }).click()
  await expect.poll(() => picker.getByRole('textbox', { name: 'Folder' }).inputValue()).toBe(moved)
  await picker.getByRole('button', { name: 'Choose this folder' }).click()
  await page.getByRole('button', { name: 'Open the study moved' }).waitFor()
  const [study] = await workbench.client.home.recent()
  expect(study?.studyDir).toBe(moved)
})
