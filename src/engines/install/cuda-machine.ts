import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type NvidiaGpu, nvidiaGpu } from './nvidia-gpu.ts'

/** What of a machine says whether, and how, CUDA can be had on it. */
export interface CudaMachine {
  readonly platform: string
  readonly arch: string
  readonly gpu: NvidiaGpu | undefined
  /** file names of the libraries that programs find */
  readonly libraries: ReadonlySet<string>
  /** names of programs on the PATH */
  readonly programs: ReadonlySet<string>
}

/** Those that an installation may need. */
const PROGRAMS = ['npm', 'python3', 'make', 'g++']

/** Looks at this machine. Never throws. */
export async function cudaMachine(): Promise<CudaMachine> {
  const [gpu, libraries, programs] = await Promise.all([nvidiaGpu(), findLibraries(), findPrograms()])
  return { platform: process.platform, arch: process.arch, gpu, libraries, programs }
}

async function findLibraries(): Promise<ReadonlySet<string>> {
  if (process.platform === 'win32') return new Set(await filesIn(pathDirs()))
  const dirs = (process.env.LD_LIBRARY_PATH ?? '').split(delimiter).filter((dir) => dir !== '')
  return new Set([...(await linkerCache()), ...(await filesIn([...dirs, '/usr/local/cuda/lib64']))])
}

/** The libraries that Linux' linker knows. */
async function linkerCache(): Promise<string[]> {
  for (const ldconfig of ['ldconfig', '/sbin/ldconfig']) {
    try {
      const { stdout } = await promisify(execFile)(ldconfig, ['-p'])
      return [...stdout.matchAll(/^\s+(\S+) \(/gm)].map(([, name]) => name)
    } catch {
      // not on an ordinary user's PATH everywhere
    }
  }
  return []
}

async function findPrograms(): Promise<ReadonlySet<string>> {
  const dirs = pathDirs()
  const ends = process.platform === 'win32' ? ['.exe', '.cmd'] : ['']
  const isThere = async (program: string) => {
    const paths = dirs.flatMap((dir) => ends.map((end) => join(dir, program + end)))
    const found = await Promise.all(
      paths.map((path) =>
        access(path, constants.X_OK).then(
          () => true,
          () => false,
        ),
      ),
    )
    return found.includes(true)
  }
  const found = await Promise.all(PROGRAMS.map(isThere))
  return new Set(PROGRAMS.filter((_, i) => found[i]))
}

function pathDirs(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter((dir) => dir !== '')
}

async function filesIn(dirs: readonly string[]): Promise<string[]> {
  return (await Promise.all(dirs.map((dir) => readdir(dir).catch(() => [])))).flat()
}
