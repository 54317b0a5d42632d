import { app, type BrowserWindow, dialog, Notification } from 'electron'
import type { ServiceOwner } from './service-owner.ts'

const BACKGROUND_LOOK_MS = 5000
const CHOICES = ['Keep running in the background', 'Stop and quit', 'Cancel'] as const

/** Lets the window be closed at once where nothing runs, and asks where something does. The app ends with its service. */
export function askOnClose(window: BrowserWindow, service: ServiceOwner): void {
  let mayClose = false
  let isAsking = false

  async function quit(): Promise<void> {
    mayClose = true
    window.hide()
    await service.end()
    app.quit()
  }

  async function ask(): Promise<void> {
    const count = await runCount(service)
    if (count === 0) return quit()
    const what = count === 1 ? 'A run is under way.' : `${count} runs are under way.`
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: what,
      detail:
        'Stopped runs keep what they have solved and can be resumed. Opening Otolith again shows those that go on in the background.',
      buttons: [...CHOICES],
      defaultId: 0,
      cancelId: 2,
    })
    if (response === 1) return quit()
    if (response === 0) await goOnHidden(window, service, quit)
  }

  window.on('close', (event) => {
    if (mayClose) return
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    void ask().finally(() => {
      isAsking = false
    })
  })
}

/** Hides the window until it is asked for again or nothing runs any more. */
async function goOnHidden(window: BrowserWindow, service: ServiceOwner, quit: () => Promise<void>): Promise<void> {
  window.hide()
  const timer = setInterval(async () => {
    if (window.isVisible()) return clearInterval(timer)
    if ((await runCount(service)) > 0) return
    clearInterval(timer)
    new Notification({ title: 'Otolith', body: 'The runs in the background have ended.' }).show()
    await quit()
  }, BACKGROUND_LOOK_MS)
}

/** Runs under way; none where the service can't be asked, for it has none then. */
async function runCount(service: ServiceOwner): Promise<number> {
  return service
    .client()
    .app.activeRuns()
    .then(
      (runs) => runs.length,
      () => 0,
    )
}
