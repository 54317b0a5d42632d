import type { ReferenceView } from '../../api/fields-contract.ts'
import { countOf } from '../format/number.ts'

const percent = (share: number) => `${Math.round(100 * share)} %`

export const PROFILE_TEXT = {
  label: 'Profiles along the body',
  quantity: 'Quantity',
  bins: 'Parts of the body',
  failed: 'The profiles can’t be made',
  reading: 'Reading the groups’ fields…',
  noGroups: 'Profiles are of groups: choose a mean or a difference as a panel.',
  axial: 'Along the body’s own axis, + toward the tail',
  perpendicular: 'Across the body’s own axis, + toward the belly',
  axis: 'Along the body, S (0 head, 1 tail)',
  band: 'Lines: means over embryos; bands: ± 1 SD between embryos. Of fewer than 5 embryos each is a thin line.',
  group: (name: string, embryos: number) => `${name}, n = ${embryos}`,
  part: (from: string, to: string) => `S ${from}–${to}`,
  meanOf: (mean: string, sd: string, embryos: number) => `${mean} ± ${sd}, ${countOf(embryos, 'embryo')}`,
  chart: (quantity: string, groups: string) => `${quantity} along the body of ${groups}, as means with bands`,
  asTable: 'As a table',
  asChart: 'As a chart',
  columns: { group: 'Group', from: 'S from', to: 'S to', embryos: 'Embryos', mean: 'Mean', sd: 'SD' },
  groupsCsv: 'The groups as CSV',
  embryosCsv: 'The embryos as CSV',
  failure: ({ embryoId, frameIndex, failures }: ReferenceView) =>
    `The centreline of ${embryoId}, frame ${frameIndex}, can’t be trusted: ${failures.map(reasonOf).join('; ')}. Its pairs are left out.`,
} as const

function reasonOf({ kind, fraction, limit }: ReferenceView['failures'][number]): string {
  return kind === 'branch'
    ? `a branch is ${percent(fraction)} as long as the line (limit ${percent(limit)})`
    : `${percent(fraction)} of it lies outside the mask (limit ${percent(limit)})`
}
