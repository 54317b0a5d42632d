/** A frame as far as the design of a comparison goes. */
export interface DesignRow {
  readonly embryoId: string
  readonly stageHpf: number
  readonly group: string
  /** its value of a third column: a date, a clutch, a plate */
  readonly by: string
}

/** How many embryos of a group and a value of the third column have a frame at a bin. */
export interface DesignCell {
  readonly group: string
  readonly by: string
  readonly binHpf: number
  readonly embryoCount: number
}

/** A bin with the embryos that have a frame there. */
export interface SuggestedBin {
  readonly binHpf: number
  readonly embryoCount: number
}

/** 28.1 − 28 is more than 0.1 to a computer */
const ROUNDING_HPF = 1e-9
const MOST_SUGGESTED = 8

/** Counts embryos by group, bin and third column; what has none is not listed. */
export function designCells(
  rows: readonly DesignRow[],
  binsHpf: readonly number[],
  toleranceHpf: number,
): readonly DesignCell[] {
  return binsHpf.flatMap((binHpf) => {
    const here = rows.filter(({ stageHpf }) => Math.abs(stageHpf - binHpf) <= toleranceHpf + ROUNDING_HPF)
    return [...Map.groupBy(here, ({ group }) => group)].flatMap(([group, ofGroup]) =>
      [...Map.groupBy(ofGroup, ({ by }) => by)].map(([by, both]) => ({
        group,
        by,
        binHpf,
        embryoCount: new Set(both.map(({ embryoId }) => embryoId)).size,
      })),
    )
  })
}

/** Which groups can't be told from the third column: at a bin, none of their embryos shares a value of it with another group. */
export function confounded(cells: readonly DesignCell[], byColumn: string): readonly string[] {
  return [...Map.groupBy(cells, ({ binHpf }) => binHpf)].flatMap(([binHpf, atBin]) => {
    const groups = Map.groupBy(atBin, ({ group }) => group)
    if (groups.size < 2) return []
    return [...groups].flatMap(([group, own]) => {
      const others = new Set(atBin.filter((cell) => cell.group !== group).map(({ by }) => by))
      if (own.some(({ by }) => others.has(by))) return []
      const values = own.map(({ by }) => by || '(empty)').join(', ')
      return [
        `At ${binHpf} hpf no other group shares a ${byColumn} with ${group} (${values}): what differs may be the ${byColumn} as well as the group.`,
      ]
    })
  })
}

/**
 * Whole hours at which many embryos have a frame: the fullest first chosen, no two so near that a frame belongs to both, none with less than
 * half of the fullest's embryos; in order of stage.
 */
export function suggestedBins(
  rows: readonly Pick<DesignRow, 'embryoId' | 'stageHpf'>[],
  toleranceHpf: number,
): readonly SuggestedBin[] {
  const embryos = new Map<number, Set<string>>()
  for (const { embryoId, stageHpf } of rows) {
    const first = Math.ceil(stageHpf - toleranceHpf - ROUNDING_HPF)
    for (let binHpf = Math.max(0, first); binHpf <= stageHpf + toleranceHpf + ROUNDING_HPF; binHpf++) {
      const here = embryos.get(binHpf) ?? new Set<string>()
      embryos.set(binHpf, here.add(embryoId))
    }
  }
  const bins = [...embryos].map(([binHpf, here]) => ({ binHpf, embryoCount: here.size }))
  bins.sort((a, b) => b.embryoCount - a.embryoCount || a.binHpf - b.binHpf)
  const chosen: SuggestedBin[] = []
  for (const bin of bins) {
    if (chosen.length === MOST_SUGGESTED || bin.embryoCount * 2 < bins[0].embryoCount) break
    if (chosen.every(({ binHpf }) => Math.abs(binHpf - bin.binHpf) > 2 * toleranceHpf)) chosen.push(bin)
  }
  return chosen.sort((a, b) => a.binHpf - b.binHpf)
}
