import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A machine, as far as PATH tells, with an NVIDIA card and programs that bring a binding of a few bytes. */
export interface FakeCuda {
  /** what a process is to be started with */
  readonly env: { readonly PATH: string; readonly OTOLITH_APP_DIR: string }
  /** lets the build, which waits for it, go on */
  finishBuild(): void
}

/** by shell scripts, which Windows does not run */
export const FAKE_CUDA_MISSING = process.platform === 'win32' ? 'skipped: its programs are shell scripts' : undefined

/** what each does of what is asked of it */
const PROGRAMS = {
  'nvidia-smi': 'echo "Made-up Card 9000, 550.10"',
  make: 'exit 1',
  'g++': 'exit 1',
  npm: `
case $1 in
install)
  package=node_modules/@tensorflow/tfjs-node-gpu
  mkdir -p $package/scripts
  echo 'throw new Error("made up")' > $package/index.js ;;
exec)
  touch "$FAKE/building"
  while [ ! -e "$FAKE/finish" ]; do sleep 0.05; done
  mkdir -p lib/napi-v8 && touch lib/napi-v8/tfjs_binding.node ;;
esac`,
  python3: `
for last; do :; done
case $2 in
pip) file=$(echo "$last" | tr - _ | sed s/==/-/)-py3-none-any.whl; echo wheel > "$file" ;;
*) mkdir -p lib && echo unpacked >> lib/unpacked ;;
esac`,
}

/** Makes such programs in a folder. */
export function fakeCuda(dir: string): FakeCuda {
  const bin = join(dir, 'bin')
  mkdirSync(bin, { recursive: true })
  for (const [name, script] of Object.entries(PROGRAMS)) {
    const path = join(bin, name)
    writeFileSync(path, `#!/bin/sh\nFAKE='${dir}'\n${script}\n`)
    chmodSync(path, 0o755)
  }
  return {
    env: { PATH: `${bin}${delimiter}${process.env.PATH}`, OTOLITH_APP_DIR: join(dir, 'app') },
    finishBuild: () => writeFileSync(join(dir, 'finish'), ''),
  }
}

/** Whether the build has begun, and waits. */
export function isBuilding(dir: string): boolean {
  return existsSync(join(dir, 'building'))
}
