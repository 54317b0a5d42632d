import { expect, test } from 'vitest'
import { ENGINE_NAMES } from '../../src/engines/engine.ts'
import { otolith } from '../faults/command-line.ts'

test('otolith engines has a line for each engine, and says which one auto takes', async () => {
  const { code, stdout, stderr } = await otolith('engines')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lines = stdout.trim().split('\n')
  ENGINE_NAMES.forEach((name, i) => {
    expect(lines[i]).toMatch(new RegExp(`^${name} +(can't be used: .+|usable, passed its check, \\S+ pairs/s, .+)$`))
  })
  expect(lines[0]).toContain('WebAssembly SIMD')
  expect(lines.at(-1)).toMatch(/^--backend auto takes (cpu|tfjs): /)
})

test('and the same for programs', async () => {
  const { code, stdout } = await otolith('engines', '--json')
  expect(code).toBe(0)
  const { engines, auto } = JSON.parse(stdout)
  expect(engines.map(({ name }: { name: string }) => name)).toEqual(ENGINE_NAMES)
  expect(engines[0]).toMatchObject({
    name: 'cpu',
    usable: true,
    check: { passed: true },
    pairsPerSec: expect.any(Number),
  })
  expect(auto).toMatchObject({ kind: 'chosen', device: expect.any(String), because: expect.any(String) })
})
