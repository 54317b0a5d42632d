import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { APP_PAGE } from './app-origin.ts'
import { isReachable, keepWindowState, readWindowState } from './window-state.ts'

const BACKGROUND = { light: '#ffffff', dark: '#1a1b1e' }

/** Opens the window where it was last, at a study or at home. Its page has no Node, no way out of its sandbox, and only the preload script's bridge. */
export function openWindow(studyDir: string | null): BrowserWindow {
  const statePath = join(app.getPath('userData'), 'window.json')
  const state = readWindowState(statePath)
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea)
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...(state && isReachable(state.bounds, screens) ? state.bounds : {}),
    minWidth: 720,
    minHeight: 480,
    title: 'Otolith',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    show: false,
    webPreferences: {
      preload: fileURLToPath(new URL('../preload/preload.cjs', import.meta.url)),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    if (state?.isMaximized) window.maximize()
    window.show()
  })
  window.on('close', () =>
    keepWindowState(statePath, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }),
  )
  void window.loadURL(studyDir === null ? APP_PAGE : `${APP_PAGE}#/study/${encodeURIComponent(studyDir)}/data`)
  return window
}
