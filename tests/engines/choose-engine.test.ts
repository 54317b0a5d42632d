import { expect, test } from 'vitest'
import { planMarginals } from '../../src/core/transport/certificate.ts'
import { sum } from '../../src/core/transport/numbers.ts'
import { solveReference } from '../../src/core/transport/solve-reference.ts'
import { checkEngine } from '../../src/engines/check-engine.ts'
import { CHECK_ANSWER, CHECK_PROBLEM } from '../../src/engines/check-problem.ts'
import { chooseEngine } from '../../src/engines/choose-engine.ts'
import { registry } from '../../src/engines/engine-registry.ts'
import { engineReport } from '../../src/engines/engine-report.ts'
import { registryWith } from '../support/test-engines.ts'

const withoutRivals = {
  ...registry,
  engines: {
    ...registry.engines,
    webgpu: { ...registry.engines.webgpu, mayOutrunCpu: () => false },
    tfjs: { ...registry.engines.tfjs, mayOutrunCpu: () => false },
  },
}

test('the answer that engines are held against is the reference solver’s', () => {
  const { potentials } = solveReference(CHECK_PROBLEM, { tolerance: 1e-12, maxIterations: 1000 })
  const { source } = planMarginals(CHECK_PROBLEM, potentials)
  expect(sum(source.cost)).toBeCloseTo(CHECK_ANSWER.cost, 12)
  expect(sum(source.mass)).toBeCloseTo(CHECK_ANSWER.mass, 12)
})

test.each(['cpu', 'reference'] as const)('%s passes', async (name) => {
  expect(await checkEngine(await registry.engines[name].load())).toEqual({ passed: true })
})

test('auto is cpu where nothing may outrun it, and nothing else is loaded to find out', async () => {
  const unloadable = { ...withoutRivals.engines.tfjs, load: () => Promise.reject(new Error('loaded')) }
  const others = { webgpu: unloadable, tfjs: unloadable, reference: unloadable }
  const engines = { ...withoutRivals, engines: { ...withoutRivals.engines, ...others } }
  for (const backend of ['auto', 'ott', 'pot'] as const) {
    expect(await chooseEngine(backend, 2, engines)).toMatchObject({ kind: 'chosen', name: 'cpu', home: 'caller' })
  }
})

test('auto is the faster one where two are right, and says by how much', async () => {
  const choice = await chooseEngine('auto', 1, registryWith('remembers'))
  expect(choice).toMatchObject({ kind: 'chosen', name: 'tfjs', home: 'process' })
  if (choice.kind === 'chosen')
    expect(choice.because).toMatch(/^the fastest here: cpu \S+ pairs\/s, tfjs \S+ pairs\/s$/)
})

test.each([
  ['lies', /tfjs failed its check \(its cost of a known problem is .* instead of 0.000467/],
  ['refuses', /tfjs failed its check \(out of memory\)/],
  ['unusable', /tfjs can't be used \(no driver: install one\)/],
  ['unloadable', /tfjs can't be used \(.*cannot open shared object file\)/],
  ['exits', /tfjs failed/],
] as const)('auto is cpu where the other engine %s', async (peculiarity, because) => {
  const choice = await chooseEngine('auto', 1, registryWith(peculiarity))
  expect(choice).toMatchObject({ kind: 'chosen', name: 'cpu', because: expect.stringMatching(because) })
})

test('one asked for by name is taken, or refused with its reason', async () => {
  expect(await chooseEngine('reference', 1)).toMatchObject({ kind: 'chosen', name: 'reference', because: 'asked for' })
  expect(await chooseEngine('tfjs', 1, registryWith('none'))).toMatchObject({ kind: 'chosen', home: 'process' })
  for (const peculiarity of ['unusable', 'unloadable'] as const) {
    expect(await chooseEngine('tfjs', 1, registryWith(peculiarity))).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining("the tfjs engine can't be used here"),
    })
  }
})

test('a report says what an engine can do, once per process unless it is asked for again', async () => {
  const report = await engineReport('cpu', { registry: withoutRivals })
  expect(report).toMatchObject({ name: 'cpu', usable: true, check: { passed: true } })
  if (report.usable) expect(report.pairsPerSec).toBeGreaterThan(0)
  expect(await engineReport('cpu', { registry: withoutRivals })).toBe(report)
  const renewed = await engineReport('cpu', { registry: withoutRivals, again: true })
  expect(renewed).toMatchObject({ name: 'cpu', usable: true, check: { passed: true } })
  expect(renewed).not.toBe(report)
  expect(await engineReport('cpu', { registry: withoutRivals })).toBe(renewed)
})
