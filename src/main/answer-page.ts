import { type BrowserWindow, dialog, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, shell } from 'electron'
import { z } from 'zod'
import { CHANNELS } from '../api/desktop-bridge.ts'
import { isAppUrl } from './app-origin.ts'
import type { ServiceOwner } from './service-owner.ts'

const pathRequest = z.object({
  kind: z.enum(['file', 'folder']),
  title: z.string().max(200),
  extensions: z.array(z.string().regex(/^[A-Za-z0-9]{1,20}$/)).optional(),
  startDir: z.string().optional(),
})

/** Answers what the page asks of the desktop; a call from anything but our own page's main frame is refused. */
export function answerPage(window: BrowserWindow, service: ServiceOwner): void {
  ipcMain.on(CHANNELS.connect, (event) => {
    requireOwnPage(event)
    event.sender.postMessage(CHANNELS.servicePort, null, [service.connect()])
  })
  ipcMain.handle(CHANNELS.choosePath, (event, request: unknown) => {
    requireOwnPage(event)
    return choosePath(window, pathRequest.parse(request))
  })
  ipcMain.handle(CHANNELS.showInFolder, (event, path: unknown) => {
    requireOwnPage(event)
    // shows it, opens nothing
    shell.showItemInFolder(z.string().min(1).parse(path))
  })
}

async function choosePath(window: BrowserWindow, request: z.output<typeof pathRequest>): Promise<string | null> {
  const { kind, title, extensions, startDir } = request
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    message: title,
    properties: kind === 'folder' ? ['openDirectory', 'createDirectory'] : ['openFile'],
    ...(extensions
      ? { filters: [{ name: extensions.map((ending) => `.${ending}`).join(', '), extensions: [...extensions] }] }
      : {}),
    ...(startDir ? { defaultPath: startDir } : {}),
  })
  return canceled ? null : (filePaths[0] ?? null)
}

function requireOwnPage({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): void {
  if (!senderFrame || senderFrame !== sender.mainFrame || !isAppUrl(senderFrame.url)) {
    throw new Error(`refused a call from ${senderFrame?.url ?? 'a frame that is gone'}`)
  }
}
