/**
 * A way in which a frame may lie on the grid other than it was placed: as it is, mirrored top to bottom, left to right, or both. As two
 * bits these form a group: what leads from one of them to another is their exclusive or.
 */
export type Mirroring = 0 | 1 | 2 | 3
export const MIRRORED_Y = 1
export const MIRRORED_X = 2
export const MIRRORINGS = [0, 1, 2, 3] as const satisfies readonly Mirroring[]

/** A number for each of the mirrorings. */
export type PerMirroring = readonly [number, number, number, number]

/** The mirroring that leads from one mirroring to another. */
export function between(one: Mirroring, other: Mirroring): Mirroring {
  return MIRRORINGS[one ^ other]
}

/** What speaks for the sides that a frame's placement chose, each 0 (nothing) … 1 (all that can). */
export interface SideEvidence {
  /** that its head lies left, not right */
  readonly head: number
  /** that its back lies up, not down */
  readonly back: number
}

/** The orientation that an embryo's neighbouring frames give a frame. */
export interface FrameOrientation {
  /** what has to be done to the frame as it was placed */
  readonly mirroring: Mirroring
  /** what it costs less than the placement's own choice, the other frames being as they are: 0 where that was kept */
  readonly gain: number
}

/** Neighbours up to so many frames apart are compared, so that one bad frame does not part those before it from those after. */
export const COMPARED_LAG = 2

/** How much a difference of 1 in overlap weighs against all the evidence that a frame can have for a side. */
const OVERLAP_WEIGHT = 5

/**
 * Chooses an embryo's orientation in every frame, in time order, so that neighbours agree: the sequence of least total cost, where
 * going against a frame's own evidence costs what the evidence is worth, and laying neighbours over one another costs what of them
 * does not overlap. A dynamic programme (Viterbi 1967) over the mirrorings of two neighbours. Among equals the placement's choice stays.
 *
 * @param evidence of each frame
 * @param disagreement of frames i and j, 1 ≤ j − i ≤ `COMPARED_LAG`: 1 − shared area over common area, with one of them mirrored in each way
 */
export function orientAlongTime(
  evidence: readonly SideEvidence[],
  disagreement: (i: number, j: number) => PerMirroring,
): readonly FrameOrientation[] {
  const links = evidence.map((_, j) =>
    Array.from({ length: Math.min(COMPARED_LAG, j) }, (_, k) =>
      disagreement(j - 1 - k, j).map((d) => OVERLAP_WEIGHT * d),
    ),
  )
  const costs = evidence.map(mirroringCosts)
  const chosen = cheapest(costs, links)
  return chosen.map((mirroring, i) => ({
    mirroring,
    gain: localCost(i, 0, chosen, costs, links) - localCost(i, mirroring, chosen, costs, links),
  }))
}

function mirroringCosts({ head, back }: SideEvidence): PerMirroring {
  return [0, back, head, head + back]
}

type Links = readonly (readonly (readonly number[])[])[]

/** States are the mirrorings of a frame and of the one before it: 4 · before + own. */
function cheapest(costs: readonly PerMirroring[], links: Links): readonly Mirroring[] {
  const [first, ...rest] = costs
  if (first === undefined) return []
  // before the first frame there is one that says nothing
  let totals = MIRRORINGS.flatMap((before) => first.map((cost) => (before === 0 ? cost : Number.POSITIVE_INFINITY)))
  const origins: number[][] = []
  rest.forEach((cost, k) => {
    const [toLast, toLastButOne] = links[k + 1]
    const best = totals.map(() => Number.POSITIVE_INFINITY)
    const origin = totals.map(() => 0)
    totals.forEach((total, state) => {
      const [before, last] = [MIRRORINGS[state >> 2], MIRRORINGS[state & 3]]
      for (const own of MIRRORINGS) {
        const apart = toLast[between(last, own)] + (toLastButOne?.[between(before, own)] ?? 0)
        const next = 4 * last + own
        if (total + cost[own] + apart >= best[next]) continue
        best[next] = total + cost[own] + apart
        origin[next] = state
      }
    })
    origins.push(origin)
    totals = best
  })
  let state = totals.indexOf(Math.min(...totals))
  const backwards = [MIRRORINGS[state & 3]]
  for (const origin of origins.reverse()) {
    state = origin[state]
    backwards.push(MIRRORINGS[state & 3])
  }
  return backwards.reverse()
}

/** what a frame's mirroring costs among its neighbours as they were chosen */
function localCost(
  i: number,
  own: Mirroring,
  chosen: readonly Mirroring[],
  costs: readonly PerMirroring[],
  links: Links,
): number {
  let total = costs[i][own]
  links[i].forEach((link, k) => {
    total += link[between(chosen[i - 1 - k], own)]
  })
  chosen.slice(i + 1, i + 1 + COMPARED_LAG).forEach((other, k) => {
    total += links[i + 1 + k][k][between(own, other)]
  })
  return total
}
