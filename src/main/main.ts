import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, dialog } from 'electron'
import { CHANNELS } from '../api/desktop-bridge.ts'
import { readSite } from '../site/site.ts'
import { answerPage } from './answer-page.ts'
import { askOnClose } from './closing.ts'
import { denyPermissions, lockDown } from './lock-down.ts'
import { type MenuActions, setMenu } from './menu.ts'
import { registerAppScheme, serveSite } from './protocol.ts'
import { type ServiceOwner, startService } from './service-owner.ts'
import { studyArgument } from './study-argument.ts'
import { openWindow } from './window.ts'

const MOST_RECENT = 10

if (app.requestSingleInstanceLock()) {
  registerAppScheme()
  app.enableSandbox()
  lockDown()
  void app.whenReady().then(start)
} else {
  app.quit()
}

function start(): void {
  denyPermissions()
  serveSite(readSite(fileURLToPath(new URL('../renderer', import.meta.url))))

  const window = openWindow(studyArgument(process.argv, process.cwd(), app.isPackaged))
  const service = startService((reason, isBack) => {
    window.webContents.send(CHANNELS.serviceLost, reason)
    if (!isBack) dialog.showErrorBox('Otolith', `${reason} It did so several times in a row and is not started again.`)
  })
  answerPage(window, service)
  askOnClose(window, service)

  const actions: MenuActions = {
    chooseStudy: async () => {
      const { filePaths } = await dialog.showOpenDialog(window, { title: 'Open study', properties: ['openDirectory'] })
      if (filePaths[0] !== undefined) actions.openStudy(filePaths[0])
    },
    openStudy: (studyDir) => {
      app.addRecentDocument(studyDir)
      show(window)
      window.webContents.send(CHANNELS.openStudy, studyDir)
    },
  }
  setMenu(actions, [])
  window.on('focus', () => void listRecent(service, actions))

  app.on('second-instance', (_, argv, cwd) => {
    show(window)
    const asked = studyArgument(argv, cwd, app.isPackaged)
    if (asked !== null) actions.openStudy(asked)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    actions.openStudy(path)
  })
  // macOS: a click on the dock, while runs go on in the background
  app.on('activate', () => show(window))
}

function show(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

async function listRecent(service: ServiceOwner, actions: MenuActions): Promise<void> {
  const recent = await service
    .client()
    .home.recent()
    .catch(() => [])
  const here = recent.filter(({ state }) => state === 'here').slice(0, MOST_RECENT)
  setMenu(actions, here)
}
