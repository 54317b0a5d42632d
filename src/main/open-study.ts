import type { BrowserWindow } from 'electron'
import { dialog } from 'electron'
import { STUDY_OPENED_CHANNEL } from '../api/channels.ts'

/** The study that the window shows: survives a reload of the page. */
export interface StudyHolder {
  current(): string | null
  /** opens a folder and tells the page */
  open(studyDir: string): void
  /** asks for a folder; null where the person thought better of it */
  choose(): Promise<string | null>
}

/** Holds the open study of a window. */
export function studyHolder(window: BrowserWindow, atStart: string | null): StudyHolder {
  let current = atStart
  return {
    current: () => current,
    open: (studyDir) => {
      current = studyDir
      window.webContents.send(STUDY_OPENED_CHANNEL, studyDir)
    },
    choose: async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Open study',
        message: 'Choose the folder that a run wrote',
        buttonLabel: 'Open study',
        properties: ['openDirectory'],
        ...(current === null ? {} : { defaultPath: current }),
      })
      const [chosen] = filePaths
      if (canceled || chosen === undefined) return null
      current = chosen
      return chosen
    },
  }
}
