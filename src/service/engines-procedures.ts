import type { EngineView } from '../api/engines-contract.ts'
import { chooseEngine } from '../engines/choose-engine.ts'
import { ENGINE_NAMES } from '../engines/engine.ts'
import { type EngineReport, engineReport } from '../engines/engine-report.ts'
import { defaultWorkers } from '../runner/worker-pool.ts'
import { refusal } from '../study/problem.ts'
import { os } from './implementer.ts'

export const enginesProcedures = os.engines.router({
  names: os.engines.names.handler(() => [...ENGINE_NAMES]),
  report: os.engines.report.handler(async ({ input, context }) => {
    const name = ENGINE_NAMES.find((known) => known === input.name)
    if (!name) throw refusal('unknown-engine', `there is no engine ${input.name}, only ${ENGINE_NAMES.join(', ')}`, '')
    return engineView(await engineReport(name, { registry: context.engines, again: input.again ?? false }))
  }),
  auto: os.engines.auto.handler(async ({ context }) => {
    const choice = await chooseEngine('auto', defaultWorkers(), context.engines)
    return choice.kind === 'chosen'
      ? { name: choice.name, because: choice.because }
      : { name: null, because: choice.reason }
  }),
  cuda: os.engines.cuda.handler(({ context }) => context.cuda.view()),
  installCuda: os.engines.installCuda.handler(({ context }) => context.cuda.install()),
  stopInstallingCuda: os.engines.stopInstallingCuda.handler(({ context }) => context.cuda.stop()),
  removeCuda: os.engines.removeCuda.handler(({ context }) => context.cuda.remove()),
})

function engineView(report: EngineReport): EngineView {
  if (!report.usable) return { ...report, device: null, passed: null, pairsPerSec: null }
  const { name, usable, device, check, pairsPerSec } = report
  const reason = check.passed ? (pairsPerSec === null ? 'it failed a demo pair' : null) : check.reason
  return { name, usable, device, reason, passed: check.passed, pairsPerSec }
}
