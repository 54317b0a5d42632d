import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import { channelOf, DESKTOP_PROCEDURES, STUDY_PROCEDURES } from '../api/channels.ts'
import type { DesktopApi, StudyService } from '../api/window-api.ts'
import { isAppUrl } from './app-origin.ts'

/** Answers the window's calls; a call from anything but our own page's main frame is refused. */
export function answerCalls(service: StudyService, desktop: DesktopApi): void {
  for (const name of STUDY_PROCEDURES) {
    ipcMain.handle(channelOf(name), (event, input: unknown) => {
      requireOwnPage(event)
      return service[name](input)
    })
  }
  for (const name of DESKTOP_PROCEDURES) {
    ipcMain.handle(channelOf(name), (event) => {
      requireOwnPage(event)
      return desktop[name]()
    })
  }
}

function requireOwnPage({ sender, senderFrame }: IpcMainInvokeEvent): void {
  if (!senderFrame || senderFrame !== sender.mainFrame || !isAppUrl(senderFrame.url)) {
    throw new Error(`refused a call from ${senderFrame?.url ?? 'a frame that is gone'}`)
  }
}
