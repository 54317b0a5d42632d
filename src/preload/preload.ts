import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { CHANNELS, type DesktopBridge, SERVICE_PORT } from '../api/desktop-bridge.ts'

// the only thing of the page that is used here
declare const window: { postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void }

/** Passes on what the main process says on a channel; gives what stops it. */
function listen(channel: string, listener: (text: string) => void): () => void {
  const hear = (_: unknown, text: string) => listener(text)
  ipcRenderer.on(channel, hear)
  return () => ipcRenderer.off(channel, hear)
}

const bridge: DesktopBridge = {
  connect: () => ipcRenderer.send(CHANNELS.connect),
  onServiceLost: (listener) => listen(CHANNELS.serviceLost, listener),
  filePath: (file) => webUtils.getPathForFile(file),
  choosePath: (request) => ipcRenderer.invoke(CHANNELS.choosePath, request),
  showInFolder: (path) => ipcRenderer.invoke(CHANNELS.showInFolder, path),
  onOpenStudy: (listener) => listen(CHANNELS.openStudy, listener),
}

contextBridge.exposeInMainWorld('otolith', bridge)
// the bridge itself can't carry ports; '/' is the page's own origin
ipcRenderer.on(CHANNELS.servicePort, ({ ports }) => window.postMessage(SERVICE_PORT, '/', ports))
