import { statfsSync } from 'node:fs'

/** statfs(2) types of file systems that live on another machine: NFS, SMB, SMB2, CIFS, AFS, Ceph, Lustre, 9p. */
const NETWORK_TYPES = new Set([0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x5346414f, 0x00c36400, 0x0bd00bd0, 0x01021997])

/** Whether a folder lies on a network drive, as far as the system tells; there SQLite's WAL must not be used. */
export function isNetworkDrive(dir: string): boolean {
  if (process.platform === 'win32') return dir.startsWith('\\\\')
  if (process.platform !== 'linux') return false
  return NETWORK_TYPES.has(statfsSync(dir).type)
}
