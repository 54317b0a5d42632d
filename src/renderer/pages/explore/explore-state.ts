import type { Filter } from '../../components/filter.ts'
import type { Sort } from '../../components/sort.ts'

export const PLOT_KINDS = ['strip', 'box', 'scatter', 'trajectory'] as const
export type PlotKind = (typeof PLOT_KINDS)[number]

/** A plot of a quantity: by group and stage, or over another quantity. */
export interface PlotSpec {
  readonly kind: PlotKind
  readonly y: string
  /** of a scatter plot or a trajectory; null: what suits the data */
  readonly x: string | null
}

/** Pairs one looks at first. */
export const FOCUSES = ['all', 'outliers', 'flagged', 'selected'] as const
export type Focus = (typeof FOCUSES)[number]

/** A pair of the table, however its rows are ordered. */
export interface SelectedPair {
  readonly runId: string
  readonly position: number
}

/** Everything that a person chose on the page; null: what suits the data. The address holds it. */
export interface ExploreState {
  /** none: the newest */
  readonly runIds: readonly string[]
  readonly groupColumn: string | null
  /** '': none */
  readonly wildType: string | null
  /** a column, or `none` for all stages in one */
  readonly stageColumn: string | null
  readonly plots: readonly PlotSpec[]
  readonly search: string
  readonly focus: Focus
  readonly filters: readonly Filter[] | null
  readonly columns: readonly string[] | null
  readonly sort: Sort | null
  readonly selected: readonly SelectedPair[]
}

export const MOST_PLOTS = 4

export const FIRST_PLOTS: readonly PlotSpec[] = [
  { kind: 'strip', y: 'mean_transport_distance_um', x: null },
  { kind: 'scatter', y: 'bar_disp_debiased_p90_um', x: 'created_mass_pct' },
]

const COMPARISONS = ['is', 'is-not', 'contains', 'at-least', 'at-most', 'is-empty', 'is-not-empty'] as const

/** The state that an address's query holds; what it does not say, or says wrongly, is as at first. */
export function stateOf(query: URLSearchParams): ExploreState {
  const runIds = query.getAll('run')
  const plots = query.getAll('plot').flatMap(plotIn).slice(0, MOST_PLOTS)
  const columns = query.get('columns')
  return {
    runIds,
    groupColumn: query.get('group'),
    wildType: query.get('wild-type'),
    stageColumn: query.get('stage'),
    plots: plots.length > 0 ? plots : FIRST_PLOTS,
    search: query.get('search') ?? '',
    focus: FOCUSES.find((focus) => focus === query.get('only')) ?? 'all',
    filters: query.has('filter') ? query.getAll('filter').flatMap(filterIn) : null,
    columns: columns === null ? null : columns.split(',').filter((name) => name !== ''),
    sort: sortIn(query.get('sort')),
    selected: query.getAll('selected').flatMap(selectedIn),
  }
}

/** The query that `stateOf` takes apart; what is as at first is left out. */
export function queryOf(state: ExploreState): string {
  const query = new URLSearchParams()
  for (const runId of state.runIds) query.append('run', runId)
  const put = (name: string, value: string | null) => value !== null && value !== '' && query.append(name, value)
  put('group', state.groupColumn)
  // none at all is a choice, too
  if (state.wildType !== null) query.append('wild-type', state.wildType)
  put('stage', state.stageColumn)
  if (state.plots !== FIRST_PLOTS)
    for (const { kind, y, x } of state.plots) query.append('plot', [kind, y, x ?? ''].join(' '))
  put('search', state.search)
  if (state.focus !== 'all') put('only', state.focus)
  // none at all is a choice, too
  if (state.filters?.length === 0) query.append('filter', '')
  for (const { column, comparison, value } of state.filters ?? [])
    query.append('filter', [comparison, column, value].join(' '))
  if (state.columns) query.append('columns', state.columns.join(','))
  if (state.sort) put('sort', `${state.sort.descending ? '-' : ''}${state.sort.key}`)
  for (const [runId, pairs] of Map.groupBy(state.selected, (pair) => pair.runId)) {
    query.append('selected', `${rangesOf(pairs.map(({ position }) => position))} ${runId}`)
  }
  return query.toString()
}

function plotIn(text: string): PlotSpec[] {
  const [word, y, x] = text.split(' ')
  const kind = PLOT_KINDS.find((known) => known === word)
  return kind && y ? [{ kind, y, x: x || null }] : []
}

/** a column's name has no space; a value may */
function filterIn(text: string): Filter[] {
  const [word, column, ...value] = text.split(' ')
  const comparison = COMPARISONS.find((known) => known === word)
  return comparison && column ? [{ comparison, column, value: value.join(' ') }] : []
}

function sortIn(text: string | null): Sort | null {
  if (!text) return null
  return text.startsWith('-') ? { key: text.slice(1), descending: true } : { key: text, descending: false }
}

function selectedIn(text: string): SelectedPair[] {
  const [ranges = '', runId] = text.split(' ')
  return runId ? positionsIn(ranges).map((position) => ({ runId, position })) : []
}

/** `3-5.9`: 3, 4, 5 and 9 */
function rangesOf(positions: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const position of [...new Set(positions)].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && last[1] === position - 1) last[1] = position
    else ranges.push([position, position])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join('.')
}

/** more than a study has pairs is a slip of the pen */
const MOST_POSITIONS = 1_000_000

function positionsIn(text: string): number[] {
  return text.split('.').flatMap((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number)
    if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to < from || to > MOST_POSITIONS) return []
    return Array.from({ length: to - from + 1 }, (_, i) => from + i)
  })
}
