import { fileURLToPath } from 'node:url'
import { app } from 'electron'
import { createStudyService } from '../service/study-service.ts'
import { readSite } from '../site/site.ts'
import { answerCalls } from './ipc.ts'
import { denyPermissions, lockDown } from './lock-down.ts'
import { setMenu } from './menu.ts'
import { studyHolder } from './open-study.ts'
import { registerAppScheme, serveSite } from './protocol.ts'
import { studyArgument } from './study-argument.ts'
import { openWindow } from './window.ts'

if (app.requestSingleInstanceLock()) {
  registerAppScheme()
  app.enableSandbox()
  lockDown()
  app.on('window-all-closed', () => app.quit())
  void app.whenReady().then(start)
} else {
  app.quit()
}

function start(): void {
  denyPermissions()
  serveSite(readSite(fileURLToPath(new URL('../renderer', import.meta.url))))

  const window = openWindow()
  const study = studyHolder(window, studyArgument(process.argv, process.cwd(), app.isPackaged))
  answerCalls(createStudyService(), {
    currentStudy: async () => ({ ok: true, value: study.current() }),
    chooseStudy: async () => ({ ok: true, value: await study.choose() }),
  })
  setMenu(async () => {
    const chosen = await study.choose()
    if (chosen !== null) study.open(chosen)
  })

  app.on('second-instance', (_, argv, cwd) => {
    const asked = studyArgument(argv, cwd, app.isPackaged)
    if (asked !== null) study.open(asked)
    if (window.isMinimized()) window.restore()
    window.focus()
  })
}
