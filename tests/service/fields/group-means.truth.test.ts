import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { embryoMean, groupMap } from '../../../src/core/analysis/group-map.ts'
import {
  differencePanel,
  type GroupPanel,
  standardisedDifferencePanel,
} from '../../../src/core/analysis/group-panel.ts'
import type { FieldPlace } from '../../../src/core/analysis/pair-field.ts'
import { type PlacedMap, placedMap } from '../../../src/core/analysis/placed-map.ts'
import { chooseGroup, readEmbryos } from '../../../src/service/fields/read-embryos.ts'
import { readPairField } from '../../../src/study/pair-field-file.ts'
import { runFiles } from '../../support/field-study.ts'
import { type GroupStudy, writeGroupStudy } from '../../support/group-study.ts'
import { testService } from '../../support/test-service.ts'
import { trueMap } from '../../support/true-map.ts'

/** 8 wild types and 8 mutants, each against the same 3 references; pooled by 2 so that it takes seconds */
const EMBRYOS = 8
const dir = mkdtempSync(join(tmpdir(), 'otolith-'))
const studyDir = join(dir, 'study')
let study: GroupStudy
let truth: GroupPanel
beforeAll(async () => {
  study = writeGroupStudy(dir, EMBRYOS)
  await runFiles(study, studyDir, 'run', { downsampleFactor: 2 })
  truth = await trueDifference()
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const groupOf = (value: string) => ({ column: 'tgt_genotype', value, stageHpf: null })
const MAPS = ['displacement', 'across'] as const

/** each embryo's own mean */
async function read(map: (typeof MAPS)[number], genotype: string): Promise<PlacedMap[]> {
  const { context } = testService().service
  const { embryos } = await readEmbryos(
    chooseGroup(studyDir, 'run', groupOf(genotype)),
    context,
    (field) => placedMap(field, map),
    () => {},
  )
  return embryos.map(({ taken }) => embryoMean(taken))
}

/** the true mean displacement of the mutants minus that of the wild types */
async function trueDifference(): Promise<GroupPanel> {
  const of = async (genotype: string) => {
    const maps = await Promise.all(
      study.pairs
        .filter(({ target }) => target.row.genotype === genotype)
        .map(async (pair) => {
          const folder = join(studyDir, 'pair_artifacts', pair.pairId)
          return {
            embryoId: pair.target.row.embryo_id,
            map: trueMap({ ...pair, dir: folder }, await readPairField(folder)),
          }
        }),
    )
    const byEmbryo = Map.groupBy(maps, ({ embryoId }) => embryoId)
    return groupMap([...byEmbryo.values()].map((ofEmbryo) => embryoMean(ofEmbryo.map(({ map }) => map))))
  }
  return differencePanel(await of('curl-ventral'), await of('wt'))
}

function valueAt({ box }: FieldPlace, values: Float32Array | null, y: number, x: number): number {
  if (!values || y < box.y0 || y >= box.y1 || x < box.x0 || x >= box.x1) return Number.NaN
  return values[(y - box.y0) * (box.x1 - box.x0) + x - box.x0]
}

/** where a panel is further than 3 standard deviations from zero, and how many pixels it has */
function beyondThree(panel: GroupPanel) {
  const widthPx = panel.box.x1 - panel.box.x0
  const pixels: [y: number, x: number][] = []
  panel.values.forEach((value, i) => {
    if (Math.abs(value) > 3) pixels.push([panel.box.y0 + Math.floor(i / widthPx), panel.box.x0 + (i % widthPx)])
  })
  return { pixels, share: pixels.length / panel.values.filter((value) => !Number.isNaN(value)).length }
}

test.each(MAPS)(
  '%s: where mutants differ by more than 3 standard deviations, their tissue truly lies more than 30 µm elsewhere',
  async (map) => {
    const [mutant, wildType] = await Promise.all([read(map, 'curl-ventral'), read(map, 'wt')])
    const { pixels } = beyondThree(standardisedDifferencePanel(groupMap(mutant), groupMap(wildType)))
    const right = pixels.filter(
      ([y, x]) => Math.hypot(valueAt(truth, truth.dyUm, y, x), valueAt(truth, truth.dxUm, y, x)) > 30,
    )
    expect(pixels.length).toBeGreaterThan(500)
    expect(right.length / pixels.length).toBeGreaterThanOrEqual(0.9)
  },
)

test.each(MAPS)('%s: wild types do not differ from wild types', async (map) => {
  const embryos = await read(map, 'wt')
  const half = (chosen: (i: number) => boolean) => groupMap(embryos.filter((_, i) => chosen(i)))
  // a half is 4 of 8 with the first among them: all 35 ways
  const splits = Array.from({ length: 2 ** EMBRYOS }, (_, bits) => bits).filter(
    (bits) => (bits & 1) === 1 && [...bits.toString(2)].filter((bit) => bit === '1').length === EMBRYOS / 2,
  )
  const shares = splits.map((bits) => {
    const isIn = (i: number) => ((bits >> i) & 1) === 1
    return beyondThree(
      standardisedDifferencePanel(
        half(isIn),
        half((i) => !isIn(i)),
      ),
    ).share
  })
  expect(shares).toHaveLength(35)
  // on average over them: a single way to halve four embryos may have bad luck
  expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThan(0.01)
})
