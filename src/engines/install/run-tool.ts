import { type ChildProcess, spawn } from 'node:child_process'

export interface ToolOptions {
  /** the folder that it is run in */
  readonly dir: string
  /** variables beside this process' own */
  readonly env?: Readonly<Record<string, string>>
  /** ends it, and all that it has started */
  readonly signal: AbortSignal
}

const KEPT_CHARACTERS = 4000
const KEPT_LINES = 5

/** What to do where a program is missing. */
const HELP: Readonly<Record<string, string>> = {
  npm: 'install Node.js, which brings it',
  python3: 'install Python 3 with pip',
}

/**
 * Runs a program of this machine to its end.
 *
 * @throws Error where it is missing or fails, with its last words; the signal's reason once that is aborted
 */
export async function runTool(command: string, args: readonly string[], options: ToolOptions): Promise<void> {
  const { dir, env, signal } = options
  signal.throwIfAborted()
  const child = spawn(command, args, {
    cwd: dir,
    env: { ...outsideNpm(process.env), ...env },
    // its output is told only where it fails
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm is a script there, which only a shell starts
    shell: process.platform === 'win32',
    // a process group of its own: what it has started ends with it
    detached: process.platform !== 'win32',
  })
  const output = lastOutput(child)
  const stop = () => endTree(child)
  signal.addEventListener('abort', stop)
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', (error) => reject(startError(command, error)))
      child.on('close', resolve)
    })
    signal.throwIfAborted()
    if (code !== 0) throw new Error(`${[command, ...args].join(' ').slice(0, 200)} failed: ${output()}`)
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Without what an npm that started this process tells its own children: another one would take it for its own settings. */
function outsideNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isNpms = (name: string) => /^npm_(package|lifecycle|command|execpath|node_execpath|config_.*prefix)/i.test(name)
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isNpms(name)))
}

function lastOutput(child: ChildProcess): () => string {
  let tail = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-KEPT_CHARACTERS)
    })
  }
  return () => tail.trim().split('\n').slice(-KEPT_LINES).join('\n')
}

function endTree(child: ChildProcess): void {
  if (child.pid === undefined) return
  if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' })
  else process.kill(-child.pid, 'SIGKILL')
}

function startError(command: string, error: Error): Error {
  if (!('code' in error) || error.code !== 'ENOENT') return error
  return new Error(`${command} is not on this machine’s PATH: ${HELP[command] ?? 'install it'}`)
}
