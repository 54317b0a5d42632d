import type { FigureKey } from '../data/format.ts'

/** A column of the table of pairs. */
export type PairColumn =
  | { readonly kind: 'name'; readonly key: 'pairId'; readonly label: string; readonly unit: ''; readonly hint: string }
  | { readonly kind: 'state'; readonly key: 'state'; readonly label: string; readonly unit: ''; readonly hint: string }
  | FigureColumn

/** A column of numbers. */
export interface FigureColumn {
  readonly kind: 'figure'
  readonly key: FigureKey
  readonly label: string
  readonly unit: string
  /** what it means, in a sentence */
  readonly hint: string
}

/** How long a pair took; failed pairs have it too. */
export const RUNTIME_COLUMN: FigureColumn = {
  kind: 'figure',
  key: 'runtimeSec',
  label: 'runtime',
  unit: 's',
  hint: 'time to place, solve and measure the pair',
}

/** What only a solved pair has. */
export const RESULT_COLUMNS: readonly FigureColumn[] = [
  {
    kind: 'figure',
    key: 'iterations',
    label: 'iterations',
    unit: '',
    hint: 'full iterations of the solver',
  },
  {
    kind: 'figure',
    key: 'gap',
    label: 'gap',
    unit: '',
    hint: 'how far the plan can be from the best one, as a share of its cost: smaller is better',
  },
  {
    kind: 'figure',
    key: 'meanDistanceUm',
    label: 'mean distance',
    unit: 'µm',
    hint: 'how far tissue moved: the root mean square over the mass that moved',
  },
  {
    kind: 'figure',
    key: 'createdPct',
    label: 'created',
    unit: '%',
    hint: 'share of the target that came from nowhere in the source: growth',
  },
  {
    kind: 'figure',
    key: 'divergenceUm',
    label: 'divergence',
    unit: 'µm',
    hint: 'how different the two shapes are: 0 for a shape and itself',
  },
]

/** The columns in their order. */
export const PAIR_COLUMNS: readonly PairColumn[] = [
  { kind: 'name', key: 'pairId', label: 'pair', unit: '', hint: 'as the manifest names it' },
  { kind: 'state', key: 'state', label: 'state', unit: '', hint: 'what became of the pair' },
  RUNTIME_COLUMN,
  ...RESULT_COLUMNS,
]
