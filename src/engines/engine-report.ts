import { type Check, checkEngine } from './check-engine.ts'
import type { EngineName } from './engine.ts'
import { type EngineRegistry, registry as ownRegistry } from './engine-registry.ts'
import { hostEngine, PROBE_SILENCE_SEC } from './host/engine-host.ts'
import { measureEngine } from './measure-engine.ts'

/** What an engine can do on this machine. */
export type EngineReport =
  | { readonly name: EngineName; readonly usable: false; readonly reason: string }
  | {
      readonly name: EngineName
      readonly usable: true
      readonly device: string
      readonly check: Check
      /** demo pairs a second, one engine at work; null where it fails them */
      readonly pairsPerSec: number | null
    }

const reports = new Map<string, Promise<EngineReport>>()

/** the one that is being made, or was made last */
let newest: Promise<unknown> = Promise.resolve()

/**
 * Probes, checks and measures an engine, once per process unless `again`. Never throws. Engines are measured one after another: side by side
 * they would be measured against each other.
 */
export function engineReport(
  name: EngineName,
  { registry = ownRegistry, again = false }: { readonly registry?: EngineRegistry; readonly again?: boolean } = {},
): Promise<EngineReport> {
  const key = `${name} ${registry.url}`
  const known = reports.get(key)
  if (known && !again) return known
  const report = newest.then(() => makeReport(name, registry))
  newest = report.catch(() => {})
  reports.set(key, report)
  return report
}

/** in a host also where the engine may live with its caller: nothing here is to block anyone */
async function makeReport(name: EngineName, registry: EngineRegistry): Promise<EngineReport> {
  const engine = hostEngine(name, { registry, silenceSec: PROBE_SILENCE_SEC })
  try {
    const probe = await engine.probe()
    if (!probe.usable) return { name, ...probe }
    const check = await checkEngine(engine)
    return { name, ...probe, check, pairsPerSec: (await measureEngine(engine)) ?? null }
  } finally {
    await engine.dispose()
  }
}
