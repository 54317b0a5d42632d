import { execFileSync } from 'node:child_process'
import { Command } from 'commander'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BACKENDS, COUPLING_OUTPUTS, type RunSettings } from '../../src/api/run-settings.ts'
import { addRunCommand, type RunFlags, runOptions } from '../../src/cli/run-command.ts'
import { PLACEMENTS } from '../../src/core/canonical/place-frame.ts'
import { MASS_MODES } from '../../src/core/pair/density.ts'
import { MASS_NORMALIZATIONS } from '../../src/core/pair/work-pair.ts'
import { METRICS } from '../../src/core/transport/problem.ts'
import type { RunOptions } from '../../src/runner/run-options.ts'
import { REFINEMENTS } from '../../src/runner/run-parameters.ts'
import { commandLine } from '../../src/service/command-line.ts'
import { optionsOf } from '../../src/service/run-settings.ts'

const positive = fc.double({ min: 1e-9, max: 1e6, noNaN: true })
const positiveInt = fc.integer({ min: 1, max: 100_000 })

const anySettings: fc.Arbitrary<RunSettings> = fc.record(
  {
    epsilon: positive,
    regM: positive,
    reachUm: positive,
    metric: fc.constantFrom(...METRICS),
    massMode: fc.constantFrom(...MASS_MODES),
    massNormalization: fc.constantFrom(...MASS_NORMALIZATIONS),
    placement: fc.constantFrom(...PLACEMENTS),
    refinement: fc.constantFrom(...REFINEMENTS),
    gridUmPerPx: fc.double({ min: 1, max: 50, noNaN: true }),
    downsampleFactor: fc.integer({ min: 1, max: 8 }),
    maxSupportPoints: positiveInt,
    seed: fc.nat(),
    dctBands: positiveInt,
    tolerance: positive,
    maxIterations: positiveInt,
    backend: fc.constantFrom(...BACKENDS),
    workers: positiveInt,
    coupling: fc.constantFrom(...COUPLING_OUTPUTS),
    requireYolk: fc.boolean(),
    includeControl: fc.boolean(),
    keepGoing: fc.boolean(),
    limit: positiveInt,
  },
  { requiredKeys: [] },
)

/** folders and files as people name them, and worse */
const anyPath = fc
  .array(
    fc.constantFrom('a', 'B', '7', ' ', "'", '"', '$HOME', '`ls`', '\\', '*', '&', ';', 'ä', '-', '!', '~', '.csv'),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => `/data/x${parts.join('')}`)

test.skipIf(process.platform === 'win32')('the workbench’s command line asks for what the workbench does', () => {
  const anyInputs = fc.record({ tablePath: anyPath, dataRoot: anyPath }, { requiredKeys: ['tablePath'] })
  const anyRun = fc.record({
    studyDir: anyPath,
    runId: fc.constantFrom('run', 'wt-1', '--x'),
    manifestPath: anyPath,
  })
  fc.assert(
    fc.property(anyRun, anyInputs, anySettings, (run, inputs, settings) => {
      const options = optionsOf(run, inputs, settings)
      expect(parsed(wordsOf(commandLine(options)))).toEqual(options)
    }),
    { numRuns: 40 },
  )
})

test('what the command line has anyway is left out', () => {
  const run = { studyDir: '/s', runId: 'run', manifestPath: '/m.csv' }
  const line = (settings: RunSettings) => commandLine(optionsOf(run, { tablePath: '/t.csv' }, settings), 'linux')
  const plain = 'otolith run --csv /t.csv --transitions /m.csv --output-root /s'
  expect(line({})).toBe(plain)
  expect(line({ maxSupportPoints: 3000, requireYolk: true })).toBe(`${plain} --max-support-points 3000 --require-yolk`)
})

test('Windows’ shells get double quotes, where a word needs any', () => {
  const run = { studyDir: 'C:\\My studies\\a', runId: 'run', manifestPath: 'C:\\m.csv' }
  const line = commandLine(optionsOf(run, { tablePath: 'C:\\t.csv' }, {}), 'win32')
  expect(line).toBe('otolith run --csv C:\\t.csv --transitions C:\\m.csv --output-root "C:\\My studies\\a"')
})

/** The words that a real shell makes of a line. */
function wordsOf(line: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)
}

/** What the command line's own parser makes of the words. */
function parsed([program, ...words]: string[]): RunOptions | undefined {
  expect(program).toBe('otolith')
  let options: RunOptions | undefined
  const otolith = new Command().exitOverride()
  addRunCommand(otolith)
  const run = otolith.commands.find((command) => command.name() === 'run')
  run?.exitOverride().action((flags: RunFlags) => {
    options = runOptions(flags)
  })
  otolith.parse(words, { from: 'user' })
  return options
}
