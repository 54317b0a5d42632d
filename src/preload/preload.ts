import { contextBridge, ipcRenderer } from 'electron'
import { channelOf, STUDY_OPENED_CHANNEL } from '../api/channels.ts'
import type { WindowApi } from '../api/window-api.ts'

const bridge: WindowApi = {
  listRuns: (input) => ipcRenderer.invoke(channelOf('listRuns'), input),
  showRun: (input) => ipcRenderer.invoke(channelOf('showRun'), input),
  currentStudy: () => ipcRenderer.invoke(channelOf('currentStudy')),
  chooseStudy: () => ipcRenderer.invoke(channelOf('chooseStudy')),
  onStudyOpened: (listener) => {
    const hear = (_: unknown, studyDir: string) => listener(studyDir)
    ipcRenderer.on(STUDY_OPENED_CHANNEL, hear)
    return () => ipcRenderer.off(STUDY_OPENED_CHANNEL, hear)
  },
}

contextBridge.exposeInMainWorld('otolith', bridge)
