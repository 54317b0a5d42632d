import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import envPaths from 'env-paths'
import { type EngineRegistry, registry as ownEngines } from '../engines/engine-registry.ts'
import { CudaInstaller } from './cuda-installer.ts'
import { FieldReader } from './fields/field-reader.ts'
import { FrameDesk } from './frame-desk.ts'
import { LiveRuns } from './live-runs.ts'
import { pathGuard } from './path-guard.ts'
import { router } from './router.ts'
import type { ServiceContext } from './service-context.ts'

/** What a door decides about its service. */
export interface ServiceOptions {
  /** where what is remembered between starts is kept; the system's place for that where left out */
  readonly appDir?: string
  /** paths outside it are refused; all may be used where left out or null */
  readonly confinedTo?: string | null
  /** folders elsewhere that may be used all the same */
  readonly alsoAllowed?: readonly string[]
  /** where new studies go; in the person's documents, or the folder that paths are confined to, where left out */
  readonly studiesDir?: string
  /** the engines, and how those that live in a process are started; this machine's own where left out */
  readonly engines?: EngineRegistry
  /** moves files and folders to the system's trash; a desktop has a way of its own */
  readonly trash?: (paths: readonly string[]) => Promise<void>
}

/** The workbench's service, for any number of doors. */
export interface Service {
  readonly router: typeof router
  readonly context: ServiceContext
  /** Stops what goes on, runs among it, and resolves once all has ended. */
  dispose(): Promise<void>
}

/** Starts the service; nothing is read or begun until it is asked. */
export function createService(options: ServiceOptions = {}): Service {
  const closing = new AbortController()
  const engines = options.engines ?? ownEngines
  const paths = pathGuard(options.confinedTo ?? null, options.alsoAllowed)
  const appDir = options.appDir ?? envPaths('Otolith', { suffix: '' }).data
  mkdirSync(appDir, { recursive: true })
  const context: ServiceContext = {
    paths,
    appDir,
    studiesDir: options.studiesDir ?? paths.confinedTo ?? documentsDir(),
    trash: options.trash ?? trashByPackage,
    engines,
    cuda: new CudaInstaller(),
    liveRuns: new LiveRuns(engines),
    frames: new FrameDesk(closing.signal),
    fields: new FieldReader(),
    closing: closing.signal,
  }
  const dispose = async () => {
    closing.abort()
    await context.liveRuns[Symbol.asyncDispose]()
    await context.cuda[Symbol.asyncDispose]()
    await context.frames[Symbol.asyncDispose]()
  }
  return { router, context, dispose }
}

/** Where a person finds their new studies. */
export function documentsDir(): string {
  const documents = join(homedir(), 'Documents')
  return join(existsSync(documents) ? documents : homedir(), 'Otolith')
}

/** loaded when it is needed: hardly ever */
async function trashByPackage(paths: readonly string[]): Promise<void> {
  const { default: trash } = await import('trash')
  await trash(paths, { glob: false })
}
