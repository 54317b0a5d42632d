import { existsSync } from 'node:fs'
import { mkdir, readdir, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { BINDING_VERSION, type Binding, bindingDir, type Wheels } from './binding.ts'
import { type OnInstalling, watchGrowth } from './installing.ts'
import { runTool } from './run-tool.ts'
import { CUDA_MOVES, type Moves, TENSORFLOW_MOVES, unpackWheel } from './unpack-wheel.ts'

export interface InstallOptions {
  readonly onInstalling?: OnInstalling
  readonly signal?: AbortSignal
  /** where downloaded wheels are kept for the next time; they are not kept where left out */
  readonly wheelsDir?: string
}

/** One thing to be done, under the name that people read. */
interface Step {
  readonly title: string
  readonly run: () => Promise<void>
  /** what it downloads: into which folder, and how much */
  readonly download?: { readonly dir: string; readonly bytes: number | null }
}

/** Of the Python that the wheels are for: any will do, since only their libraries are taken. */
const WHEEL_TAGS = ['--python-version', '3.11', '--implementation', 'cp']
const PLATFORM_TAGS = ['--platform', 'manylinux2014_x86_64', '--platform', 'manylinux1_x86_64']

/** The links by which the addon is linked with the libraries; the one with a version keeps its install script from a download. */
const LIBRARY_LINKS = {
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow.so.2.9.1': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
}

/**
 * Brings a native binding into its folder, which is there whole or not at all; one that is there already is replaced.
 *
 * @throws Error that says what is missing or went wrong and what to do; the signal's reason once that is aborted
 */
export async function installBinding(binding: Binding, options: InstallOptions = {}): Promise<void> {
  const { onInstalling = () => {}, signal = new AbortController().signal } = options
  const dir = bindingDir(binding)
  const staging = await beginStaging(dir)
  try {
    const steps = stepsOf(binding, staging, { ...options, signal })
    for (const [index, { title, run, download }] of steps.entries()) {
      const at = { step: index + 1, steps: steps.length, title }
      onInstalling({ ...at, bytes: 0, ofBytes: download?.bytes ?? null })
      await using _watch =
        download && watchGrowth(download.dir, (bytes) => onInstalling({ ...at, bytes, ofBytes: download.bytes }))
      await run()
    }
    await rm(dir, { recursive: true, force: true })
    await rename(staging, dir)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** Takes an installed binding, or what is left of a broken-off installation, away again. Says whether there was anything. */
export async function removeBinding(binding: Pick<Binding, 'name'>): Promise<boolean> {
  const dirs = [bindingDir(binding), stagingDir(bindingDir(binding))].filter((dir) => existsSync(dir))
  for (const dir of dirs) await rm(dir, { recursive: true, force: true })
  return dirs.length > 0
}

function stagingDir(dir: string): string {
  return `${dir}.tmp`
}

/** Makes the folder that is installed into first. Whoever makes it has it: a second installation is refused. */
async function beginStaging(dir: string): Promise<string> {
  const staging = stagingDir(dir)
  await mkdir(dirname(staging), { recursive: true })
  try {
    await mkdir(staging)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    const message = `it is being installed already, or was broken off while it was: if nothing is under way, otolith engines remove cuda takes ${staging} away`
    throw new Error(message)
  }
  return staging
}

interface StepOptions extends InstallOptions {
  readonly signal: AbortSignal
}

function stepsOf(binding: Binding, staging: string, options: StepOptions): Step[] {
  const { packageName, scriptArguments, wheels } = binding
  const { signal } = options
  const packageDir = join(staging, 'node_modules', ...packageName.split('/'))
  const depsDir = join(packageDir, 'deps')
  // its own script says "gpu download", which would wipe what is put beside it
  const runScript = async (env?: Readonly<Record<string, string>>) => {
    const script = ['node', 'scripts/install.js', ...scriptArguments].join(' ')
    await runTool('npm', ['exec', '--offline', '--call', quoted(script)], {
      dir: packageDir,
      signal,
      ...(env ? { env } : {}),
    })
    await requireAddon(packageDir)
  }
  const packages: Step = {
    title: `the packages of ${packageName}`,
    run: () => installPackages(packageName, staging, signal),
  }
  if (!wheels) {
    const download = { dir: depsDir, bytes: null }
    return [packages, { title: 'TensorFlow 2.9.1', run: () => runScript(), download }]
  }

  const wheelsDir = options.wheelsDir ?? join(staging, 'wheels')
  return [
    packages,
    {
      title: `TensorFlow 2.15.1${wheels.cuda.length > 0 ? ', CUDA 12.2 and cuDNN 8.9' : ''}`,
      run: () => downloadWheels(wheels, wheelsDir, signal),
      download: { dir: wheelsDir, bytes: wheels.bytes },
    },
    { title: 'unpacking', run: () => unpackWheels(wheels, wheelsDir, depsDir, signal) },
    {
      title: 'building the addon',
      run: async () => {
        // there is no build to be downloaded that fits these libraries
        await writeFile(join(packageDir, 'scripts', 'custom-binary.json'), '{"tf-lib":"file:///prestaged"}')
        await runScript(await headersEnv())
        if (options.wheelsDir === undefined) await rm(wheelsDir, { recursive: true })
      },
    },
  ]
}

/** cmd.exe, which Windows' npm is started by, takes the words apart again */
function quoted(script: string): string {
  return process.platform === 'win32' ? `"${script}"` : script
}

async function installPackages(packageName: string, staging: string, signal: AbortSignal): Promise<void> {
  await writeFile(join(staging, 'package.json'), '{"private":true}')
  const flags = ['--ignore-scripts', '--save-exact', '--no-audit', '--no-fund', '--no-update-notifier']
  await runTool('npm', ['install', ...flags, `${packageName}@${BINDING_VERSION}`], { dir: staging, signal })
}

/** Downloads those that are not there yet. pip writes them elsewhere first, and here only when they are whole. */
async function downloadWheels(wheels: Wheels, wheelsDir: string, signal: AbortSignal): Promise<void> {
  const partsDir = join(wheelsDir, 'parts')
  await mkdir(partsDir, { recursive: true })
  for (const wheel of [wheels.tensorflow, ...wheels.cuda]) {
    if (await wheelPath(wheel, wheelsDir)) continue
    const what = ['--no-deps', '--only-binary=:all:', ...WHEEL_TAGS, ...PLATFORM_TAGS, wheel]
    const args = ['-m', 'pip', 'download', '--quiet', '--no-cache-dir', '--disable-pip-version-check', ...what]
    await runTool('python3', args, { dir: wheelsDir, env: { TMPDIR: partsDir }, signal })
  }
  await rm(partsDir, { recursive: true })
}

async function unpackWheels(wheels: Wheels, wheelsDir: string, depsDir: string, signal: AbortSignal): Promise<void> {
  await mkdir(join(depsDir, 'lib'), { recursive: true })
  const unpack = async (name: string, moves: Moves) => {
    const wheel = await wheelPath(name, wheelsDir)
    if (wheel === undefined) throw new Error(`pip brought no wheel of ${name}`)
    await unpackWheel(wheel, moves, { dir: depsDir, signal })
  }
  await unpack(wheels.tensorflow, TENSORFLOW_MOVES)
  for (const wheel of wheels.cuda) await unpack(wheel, CUDA_MOVES)
  for (const [link, library] of Object.entries(LIBRARY_LINKS)) await symlink(library, join(depsDir, 'lib', link))
}

/** Path of a wheel, `name==version`, in a folder; undefined where it isn't there. */
async function wheelPath(wheel: string, dir: string): Promise<string | undefined> {
  const [name, version] = wheel.split('==')
  const start = `${name.replaceAll('-', '_')}-${version}-`
  const file = (await readdir(dir)).find((entry) => entry.startsWith(start) && entry.endsWith('.whl'))
  return file === undefined ? undefined : join(dir, file)
}

/** its script ends well where the download or the build has failed */
async function requireAddon(packageDir: string): Promise<void> {
  const libDir = join(packageDir, 'lib')
  const files = existsSync(libDir) ? await readdir(libDir, { recursive: true }) : []
  if (files.some((file) => file.endsWith('tfjs_binding.node'))) return
  throw new Error(`the install script in ${packageDir} ended without an addon`)
}

/** Where Node's headers are, if they are on this machine: whoever builds addons would download them otherwise. Any version's do. */
async function headersEnv(): Promise<Readonly<Record<string, string>>> {
  const programs = [process.execPath, ...(process.env.PATH ?? '').split(delimiter).map((dir) => join(dir, 'node'))]
  for (const program of programs.filter((path) => existsSync(path))) {
    const prefix = dirname(dirname(await realpath(program)))
    if (existsSync(join(prefix, 'include', 'node', 'node_api.h'))) return { npm_config_nodedir: prefix }
  }
  return {}
}
