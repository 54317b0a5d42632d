import { checkEngine } from './check-engine.ts'
import { ENGINE_NAMES, type EngineName, type Probe } from './engine.ts'
import { type EngineHome, type EngineRegistry, registry as ownRegistry } from './engine-registry.ts'
import type { EngineReport } from './engine-report.ts'
import { hostEngine, PROBE_SILENCE_SEC } from './host/engine-host.ts'

/** What `--backend` takes: `auto`, an engine, or the two names of the original's backends, which mean `auto`. */
export const BACKENDS = ['auto', ...ENGINE_NAMES, 'ott', 'pot'] as const
export type Backend = (typeof BACKENDS)[number]

/** An engine that is usable on this machine, and what it runs on. */
export interface ChosenEngine {
  readonly name: EngineName
  readonly home: EngineHome
  readonly device: string
  /** why this one, for people */
  readonly because: string
}

export type EngineChoice =
  | ({ readonly kind: 'chosen' } & ChosenEngine)
  /** `reason`: why the engine asked for can't be had, and what to do about it */
  | { readonly kind: 'refused'; readonly reason: string }

/**
 * The engine that a backend stands for on this machine: the one that is named, or the fastest that is right. Which is fastest is only
 * measured where another engine may outrun cpu; reference never takes part.
 *
 * @param workers how many engines work side by side, where they live with their caller
 */
export function chooseEngine(
  backend: Backend,
  workers: number,
  registry: EngineRegistry = ownRegistry,
): Promise<EngineChoice> {
  switch (backend) {
    case 'auto':
    case 'ott':
    case 'pot':
      return chooseFastest(workers, registry)
    default:
      return chooseNamed(backend, registry)
  }
}

async function chooseNamed(name: EngineName, registry: EngineRegistry): Promise<EngineChoice> {
  const probe = await probeEngine(name, registry)
  return probe.usable
    ? { kind: 'chosen', name, home: registry.engines[name].home, device: probe.device, because: 'asked for' }
    : { kind: 'refused', reason: `the ${name} engine can't be used here: ${probe.reason}` }
}

async function probeEngine(name: EngineName, registry: EngineRegistry): Promise<Probe> {
  const { home, load } = registry.engines[name]
  if (home === 'caller') return (await load()).probe()
  const engine = hostEngine(name, { registry, silenceSec: PROBE_SILENCE_SEC })
  try {
    return await engine.probe()
  } finally {
    await engine.dispose()
  }
}

async function chooseFastest(workers: number, registry: EngineRegistry): Promise<EngineChoice> {
  const rivals = ENGINE_NAMES.filter((name) => registry.engines[name].mayOutrunCpu())
  if (rivals.length === 0) return chooseCpu(registry)

  // seldom needed, and it draws a demo embryo
  const { engineReport } = await import('./engine-report.ts')
  const rated: Rated[] = []
  for (const name of ['cpu', ...rivals] as const) {
    rated.push(rate(await engineReport(name, { registry }), registry.engines[name].home === 'caller' ? workers : 1))
  }
  const because = rated.map(({ verdict }) => verdict).join(', ')
  const [fastest] = rated.filter(({ pairsPerSec }) => pairsPerSec > 0).sort((a, b) => b.pairsPerSec - a.pairsPerSec)
  if (!fastest?.report.usable) return { kind: 'refused', reason: `no engine works here: ${because}` }
  const { name, device } = fastest.report
  return { kind: 'chosen', name, home: registry.engines[name].home, device, because: `the fastest here: ${because}` }
}

interface Rated {
  readonly report: EngineReport
  /** of all that work side by side; 0 for an engine that is out of the question */
  readonly pairsPerSec: number
  readonly verdict: string
}

function rate(report: EngineReport, workers: number): Rated {
  const out = (why: string): Rated => ({ report, pairsPerSec: 0, verdict: `${report.name} ${why}` })
  if (!report.usable) return out(`can't be used (${report.reason})`)
  if (!report.check.passed) return out(`failed its check (${report.check.reason})`)
  if (report.pairsPerSec === null) return out('failed a demo pair')
  const pairsPerSec = workers * report.pairsPerSec
  return { report, pairsPerSec, verdict: `${report.name} ${pairsPerSec.toPrecision(2)} pairs/s` }
}

/** without a rival there is nothing to measure, and a run is not to wait for it */
async function chooseCpu(registry: EngineRegistry): Promise<EngineChoice> {
  const { home, load } = registry.engines.cpu
  const engine = await load()
  const probe = await engine.probe()
  if (!probe.usable) return { kind: 'refused', reason: `the cpu engine can't be used here: ${probe.reason}` }
  const check = await checkEngine(engine)
  return check.passed
    ? { kind: 'chosen', name: 'cpu', home, device: probe.device, because: 'nothing installed here may be faster' }
    : {
        kind: 'refused',
        reason: `the cpu engine is wrong here: ${check.reason}. --backend reference is slow, and right everywhere`,
      }
}
