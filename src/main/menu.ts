import { app, Menu, type MenuItemConstructorOptions } from 'electron'

export interface MenuActions {
  /** asks which */
  chooseStudy(): void
  openStudy(studyDir: string): void
}

/** A study as the menu lists it. */
export interface RecentStudyItem {
  readonly studyDir: string
  readonly name: string
}

/** Sets the application's menu. */
export function setMenu(actions: MenuActions, recent: readonly RecentStudyItem[]): void {
  const isMac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: '&Open study…', accelerator: 'CmdOrCtrl+O', click: actions.chooseStudy },
        { label: 'Open &recent', id: 'recent', enabled: recent.length > 0, submenu: recentItems(actions, recent) },
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ label: 'About Otolith', click: () => app.showAboutPanel() }] },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

function recentItems(actions: MenuActions, recent: readonly RecentStudyItem[]): MenuItemConstructorOptions[] {
  return recent.map(({ name, studyDir }) => ({
    // a single & would underline what follows it
    label: name.replaceAll('&', '&&'),
    sublabel: studyDir,
    click: () => actions.openStudy(studyDir),
  }))
}
