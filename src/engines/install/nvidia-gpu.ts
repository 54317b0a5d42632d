import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** An NVIDIA card and its driver. */
export interface NvidiaGpu {
  readonly name: string
  /** such as 550.54.15 */
  readonly driver: string
}

const QUERY = ['--query-gpu=name,driver_version', '--format=csv,noheader']
/** a driver that is ill may never answer */
const PATIENCE_MS = 10_000

/** The first NVIDIA card as its driver's nvidia-smi names it; undefined where there is none, or it doesn't answer. */
export async function nvidiaGpu(): Promise<NvidiaGpu | undefined> {
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', QUERY, { timeout: PATIENCE_MS })
    return parseGpu(stdout)
  } catch {
    return undefined
  }
}

/** Reads what `nvidia-smi --query-gpu=name,driver_version --format=csv,noheader` prints: a line a card. */
export function parseGpu(text: string): NvidiaGpu | undefined {
  const [, name, driver] = /^(.+), (\d[\d.]*)$/m.exec(text) ?? []
  return name === undefined || driver === undefined ? undefined : { name: name.trim(), driver }
}
