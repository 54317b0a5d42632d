import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = dirname(import.meta.dirname)
const onWindows = process.platform === 'win32'
const PYTHONS = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10']

export interface VenvOptions {
  /** the environment's folder in the cache */
  readonly name: string
  /** path of the file of pinned packages */
  readonly requirements: string
  readonly oldestPython: readonly [major: number, minor: number]
}

/**
 * Makes a Python environment with the packages of a requirements file, once: as long as that file stays as it is, the next call finds it
 * made.
 *
 * @returns path of its Python
 * @throws Error with a reason that a person can act on
 */
export function preparePython({ name, requirements, oldestPython }: VenvOptions): string {
  const venv = join(root, '.cache', name)
  const venvPython = join(venv, onWindows ? 'Scripts' : 'bin', onWindows ? 'python.exe' : 'python')
  const stamp = join(venv, 'installed-requirements.txt')
  const wanted = readFileSync(requirements, 'utf8')
  if (existsSync(venvPython) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return venvPython

  mkdirSync(dirname(venv), { recursive: true })
  const python = findPython(oldestPython)
  const create = () => succeeds(python, ['-m', 'venv', '--clear', venv])
  if (!create() && !(installVenvPackage() && create())) {
    throw new Error(`${python} -m venv does not work: install Python's venv (on Debian: apt-get install python3-venv)`)
  }
  const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', '-r', requirements]
  if (!succeeds(venvPython, install)) throw new Error(`pip could not install ${requirements}`)
  writeFileSync(stamp, wanted)
  return venvPython
}

function findPython([oldestMajor, oldestMinor]: VenvOptions['oldestPython']): string {
  const print = 'import sys; print(*sys.version_info[:2])'
  for (const name of PYTHONS) {
    const { status, stdout } = spawnSync(name, ['-c', print], { encoding: 'utf8' })
    if (status !== 0) continue
    const [major, minor] = stdout.trim().split(' ').map(Number)
    if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return name
  }
  throw new Error(`Python ${oldestMajor}.${oldestMinor} or newer is needed; tried ${PYTHONS.join(', ')}`)
}

/** Debian and Ubuntu keep venv in a package of its own. */
function installVenvPackage(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  succeeds('apt-get', ['update', '-q'], env)
  return succeeds('apt-get', ['install', '-y', '-q', 'python3-venv'], env)
}

function succeeds(command: string, args: readonly string[], env = process.env): boolean {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env }).status === 0
}
