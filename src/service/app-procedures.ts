import { availableParallelism, totalmem } from 'node:os'
import { APP_VERSION } from '../runner/app-version.ts'
import { defaultWorkers } from '../runner/worker-pool.ts'
import { os } from './implementer.ts'

export const appProcedures = os.app.router({
  info: os.app.info.handler(({ context }) => ({
    version: APP_VERSION,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    defaultWorkers: defaultWorkers(),
    studiesDir: context.studiesDir,
    confinedTo: context.paths.confinedTo,
  })),
  activeRuns: os.app.activeRuns.handler(({ context }) => context.liveRuns.list()),
})
