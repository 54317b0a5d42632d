// puts this package's own command into node_modules/.bin, where npm only puts those of its dependencies
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'

const binDir = new URL('../node_modules/.bin/', import.meta.url)
if (existsSync(new URL('../src/', import.meta.url))) {
  mkdirSync(binDir, { recursive: true })
  const link = new URL('otolith', binDir)
  rmSync(link, { force: true })
  if (process.platform === 'win32') {
    writeFileSync(link, '#!/bin/sh\nexec node "$(dirname "$0")/../../bin/otolith.mjs" "$@"\n')
    writeFileSync(new URL('otolith.cmd', binDir), '@node "%~dp0\\..\\..\\bin\\otolith.mjs" %*\r\n')
  } else {
    chmodSync(new URL('../bin/otolith.mjs', import.meta.url), 0o755)
    symlinkSync('../../bin/otolith.mjs', link)
  }
}
