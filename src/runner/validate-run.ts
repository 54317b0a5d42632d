import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../core/message-of.ts'
import { certify } from '../core/transport/certificate.ts'
import { sum } from '../core/transport/numbers.ts'
import { decodeNpz } from '../study/npz.ts'
import { npzNumbers } from '../study/npz-numbers.ts'
import { FIELDS_FILE, POTENTIALS_FILE } from '../study/pair-artifacts.ts'
import { savedPotentials } from '../study/potentials-file.ts'
import type { PairRecord, RunRecord, RunStore } from '../study/run-store.ts'

/** What a pair's files say of it; no faults means that its figures hold. */
export interface PairCheck {
  readonly pairId: string
  readonly gap: number
  readonly faults: readonly string[]
}

/** Fields are float32: their sums agree with the table's float64 to this, relatively. */
const SUM_TOLERANCE = 1e-4
/** Below this a relative comparison of masses and costs says nothing. */
const SMALLEST_SUM = 1e-3

/** Checks every solved pair of a run from its files: the certificate evaluated again from the potentials, the maps against their sums. */
export function* validateRun(studyDir: string, store: RunStore, run: RunRecord): Generator<PairCheck> {
  for (const pair of store.pairs(run.runId)) {
    if (pair.state !== 'ok' && pair.state !== 'unconverged') continue
    const dir = join(studyDir, run.artifactsDir, pair.pairId)
    try {
      const { gap, faults } = certificateFaults(dir, pair)
      yield { pairId: pair.pairId, gap, faults: [...faults, ...fieldFaults(dir, pair)] }
    } catch (error) {
      yield { pairId: pair.pairId, gap: Number.NaN, faults: [messageOf(error)] }
    }
  }
}

function certificateFaults(dir: string, { state, metrics }: PairRecord): { gap: number; faults: string[] } {
  const { problem, potentials } = savedPotentials(decodeNpz(readFileSync(join(dir, POTENTIALS_FILE))))
  const { gap, marginalError, primal } = certify(problem, potentials)
  const tolerance = Number(metrics?.tolerance)
  const faults: string[] = []
  if (state === 'ok' && !(gap <= tolerance && marginalError <= tolerance)) {
    faults.push(
      `said to have converged to ${tolerance}, but marginal error is ${marginalError.toExponential(1)} and gap ${gap.toExponential(1)}`,
    )
  }
  if (!agree(primal, Number(metrics?.primal), 1e-9)) {
    faults.push(`the potentials' primal value is ${primal}, the table says ${metrics?.primal}`)
  }
  return { gap, faults }
}

function fieldFaults(dir: string, { metrics }: PairRecord): string[] {
  const fields = decodeNpz(readFileSync(join(dir, FIELDS_FILE)))
  const sums = {
    mass_created_px: 'created_mass',
    mass_destroyed_px: 'destroyed_mass',
    cost_src_px: 'cost',
    cost_tgt_px: 'cost',
  }
  return Object.entries(sums).flatMap(([array, column]) => {
    const total = sum(npzNumbers(fields, array))
    const said = Number(metrics?.[column])
    return agree(total, said, SUM_TOLERANCE) || Math.abs(total - said) < SMALLEST_SUM
      ? []
      : [`${array} sums to ${total}, the table's ${column} is ${said}`]
  })
}

function agree(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b))
}
