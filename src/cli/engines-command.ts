import { Argument, type Command, Option } from 'commander'
import { chooseEngine, type EngineChoice } from '../engines/choose-engine.ts'
import { ENGINE_NAMES } from '../engines/engine.ts'
import { type EngineReport, engineReport } from '../engines/engine-report.ts'
import { CUDA_BINDINGS, type CudaVersion } from '../engines/install/binding.ts'
import { type CudaState, cudaState } from '../engines/install/cuda.ts'
import { CUDA_NEEDS } from '../engines/install/cuda-plan.ts'
import { removeBinding } from '../engines/install/install-binding.ts'
import { defaultWorkers } from '../runner/worker-pool.ts'
import { installCuda } from './install-cuda.ts'
import { oneOf } from './options.ts'

const CUDA_VERSIONS = Object.keys(CUDA_BINDINGS) as CudaVersion[]

export function addEnginesCommand(program: Command): void {
  const engines = program.command('engines').description('who can solve on this machine, and what can be brought to it')

  engines
    .command('list', { isDefault: true })
    .description('each engine’s device, correctness and speed, and which one --backend auto takes')
    .option('--json', 'as JSON', false)
    .action(({ json }: { json: boolean }) => list(json))

  engines
    .command('install')
    .description('bring CUDA for the tfjs engine, into a folder of its own')
    .addArgument(new Argument('<what>', 'what to bring').choices(['cuda']))
    .addOption(
      new Option(
        '--cuda <version>',
        `the build for CUDA ${CUDA_VERSIONS.join(' or ')} (default: what fits this machine)`,
      ).argParser(oneOf(CUDA_VERSIONS)),
    )
    .option('--anyway', 'even where the driver or something else is missing', false)
    .action(async (_: string, options: { cuda?: CudaVersion; anyway: boolean }) => {
      process.exitCode = await installCuda(options)
    })

  engines
    .command('remove')
    .description('take it away again')
    .addArgument(new Argument('<what>', 'what to take away').choices(['cuda']))
    .action(async () => {
      const wasThere = await removeBinding({ name: 'cuda' })
      process.stdout.write(wasThere ? 'CUDA for the tfjs engine is removed\n' : 'CUDA was not installed\n')
    })
}

async function list(json: boolean): Promise<void> {
  const engines: EngineReport[] = []
  // one after another: side by side they would be measured against each other
  for (const name of ENGINE_NAMES) {
    const report = await engineReport(name)
    if (!json) process.stdout.write(`${engineLine(report)}\n`)
    engines.push(report)
  }
  const cuda = await cudaState()
  if (!json) process.stdout.write(`${cudaLine(cuda)}\n`)
  const auto = await chooseEngine('auto', defaultWorkers())
  process.stdout.write(json ? `${JSON.stringify({ engines, cuda, auto }, null, 2)}\n` : `\n${autoLine(auto)}\n`)
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

/** CUDA is no engine: it is what lets tfjs use an NVIDIA card. */
function cudaLine({ isInstalled, dir, plan }: CudaState): string {
  const name = '(CUDA)'.padEnd(NAME_WIDTH)
  if (isInstalled) return `${name}  installed for tfjs in ${dir}`
  if (plan.kind === 'ready') return `${name}  can be had for tfjs on the ${plan.gpu}: otolith engines install cuda`
  return `${name}  not installed, and can't be used here: ${plan.missing.join('; ')}. ${CUDA_NEEDS}. Then: otolith engines install cuda`
}

function autoLine(auto: EngineChoice): string {
  return auto.kind === 'chosen' ? `--backend auto takes ${auto.name}: ${auto.because}` : auto.reason
}
