import type { Command } from 'commander'
import { chooseEngine, type EngineChoice } from '../engines/choose-engine.ts'
import { ENGINE_NAMES } from '../engines/engine.ts'
import { type EngineReport, engineReport } from '../engines/engine-report.ts'
import { defaultWorkers } from '../runner/worker-pool.ts'

export function addEnginesCommand(program: Command): void {
  program
    .command('engines')
    .description('who can solve on this machine: device, correctness, speed, and which one --backend auto takes')
    .option('--json', 'as JSON', false)
    .action(async ({ json }: { json: boolean }) => {
      const engines: EngineReport[] = []
      // one after another: side by side they would be measured against each other
      for (const name of ENGINE_NAMES) {
        const report = await engineReport(name)
        if (!json) process.stdout.write(`${engineLine(report)}\n`)
        engines.push(report)
      }
      const auto = await chooseEngine('auto', defaultWorkers())
      process.stdout.write(json ? `${JSON.stringify({ engines, auto }, null, 2)}\n` : `\n${autoLine(auto)}\n`)
    })
}

const NAME_WIDTH = Math.max(...ENGINE_NAMES.map((name) => name.length))

function engineLine(report: EngineReport): string {
  const name = report.name.padEnd(NAME_WIDTH)
  if (!report.usable) return `${name}  can't be used: ${report.reason}`
  const { check, pairsPerSec, device } = report
  const verdict = check.passed ? 'passed its check' : `failed its check: ${check.reason}`
  const rate = pairsPerSec === null ? 'failed a demo pair' : `${pairsPerSec.toPrecision(2)} pairs/s`
  return `${name}  usable, ${verdict}, ${rate}, ${device}`
}

function autoLine(auto: EngineChoice): string {
  return auto.kind === 'chosen' ? `--backend auto takes ${auto.name}: ${auto.because}` : auto.reason
}
