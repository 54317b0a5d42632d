import type { Profiles } from '../../api/fields-contract.ts'
import type { NumberSheet } from '../components/number-table.tsx'
import { PROFILE_TEXT } from '../text/profiles.ts'

/** S at a part's ends and middle. */
export function partAt(
  bin: number,
  bins: number,
): { readonly from: number; readonly middle: number; readonly to: number } {
  return { from: bin / bins, middle: (bin + 0.5) / bins, to: (bin + 1) / bins }
}

/** Which part of the body S lies in; null off the body. */
export function partOf(s: number | null, bins: number): number | null {
  return s === null || Number.isNaN(s) || s < 0 || s > 1 ? null : Math.min(bins - 1, Math.floor(s * bins))
}

/** Each group's mean and spread in each part, head first. */
export function groupSheet({ groups }: Profiles): NumberSheet {
  const { group, from, to, embryos, mean, sd } = PROFILE_TEXT.columns
  return {
    header: [group, from, to, embryos, mean, sd],
    rows: groups.flatMap(({ name, embryosAt, mean: means, sd: sds }) =>
      means.map((value, bin) => {
        const part = partAt(bin, means.length)
        return [name, part.from, part.to, embryosAt[bin] ?? 0, value ?? Number.NaN, sds[bin] ?? Number.NaN]
      }),
    ),
  }
}

/** Each embryo's mean in each part. */
export function embryoSheet({ groups }: Profiles): NumberSheet {
  return {
    header: ['group', 'embryo_id', 's_from', 's_to', 'mean'],
    rows: groups.flatMap(({ name, embryos }) =>
      embryos.flatMap(({ embryoId, values }) =>
        values.map((value, bin) => {
          const { from, to } = partAt(bin, values.length)
          return [name, embryoId, from, to, value ?? Number.NaN]
        }),
      ),
    ),
  }
}
