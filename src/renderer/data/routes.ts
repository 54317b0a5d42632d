/** A run among all studies' runs. */
export interface RunRef {
  readonly studyDir: string
  readonly runId: string
}

/** A pair among a study's runs. */
export interface PairRef {
  readonly runId: string
  readonly pairId: string
}

/** Addresses of the window, as wouter's hash location takes them (without `#`). */
export const routes = {
  home: () => '/',
  data: (studyDir: string) => `/study/${encodeURIComponent(studyDir)}/data`,
  manifest: (studyDir: string) => `/study/${encodeURIComponent(studyDir)}/manifest`,
  newRun: (studyDir: string, manifestPath?: string) =>
    `/study/${encodeURIComponent(studyDir)}/new-run${manifestPath === undefined ? '' : `?manifest=${encodeURIComponent(manifestPath)}`}`,
  /** a new run with the settings and the manifest of another */
  rerun: (studyDir: string, runId: string) =>
    `/study/${encodeURIComponent(studyDir)}/new-run?from=${encodeURIComponent(runId)}`,
  /** the study's runs */
  studyRuns: (studyDir: string) => `/study/${encodeURIComponent(studyDir)}/runs`,
  run: (studyDir: string, runId: string) => `/study/${encodeURIComponent(studyDir)}/runs/${encodeURIComponent(runId)}`,
  runs: () => '/runs',
  compare: (runs: readonly RunRef[]) =>
    `/compare?${runs.map(({ studyDir, runId }) => `study=${encodeURIComponent(studyDir)}&run=${encodeURIComponent(runId)}`).join('&')}`,
  /** metrics and features of the pairs of some runs; of the newest where none is named */
  explore: (studyDir: string, ...runIds: readonly string[]) =>
    `/study/${encodeURIComponent(studyDir)}/explore${queryOf(runIds.map((runId) => `run=${encodeURIComponent(runId)}`))}`,
  /** the fields of some pairs, a panel each */
  fields: (studyDir: string, ...pairs: readonly PairRef[]) =>
    `/study/${encodeURIComponent(studyDir)}/fields${queryOf(pairs.map(({ runId, pairId }) => `run=${encodeURIComponent(runId)}&pair=${encodeURIComponent(pairId)}`))}`,
  engines: () => '/engines',
}

function queryOf(parts: readonly string[]): string {
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

/** The parts of an address's path, decoded; null where it is none of ours. */
export interface Address {
  readonly path: string
  readonly studyDir: string | null
  readonly runId: string | null
  readonly query: URLSearchParams
}

/** Takes an address apart. Not left to the router, which decodes `%25` twice and can't have a folder named `50%`. */
export function parseAddress(hash: string): Address {
  const whole = hash.replace(/^#/, '')
  const at = whole.indexOf('?')
  const path = (at < 0 ? whole : whole.slice(0, at)) || '/'
  const query = new URLSearchParams(at < 0 ? '' : whole.slice(at))
  const [, first, studyDir, page, runId] = path.split('/')
  if (first !== 'study' || !studyDir) return { path, studyDir: null, runId: null, query }
  return { path, studyDir: decode(studyDir), runId: page === 'runs' && runId ? decode(runId) : null, query }
}

/** The runs that the address of a comparison names. */
export function comparedRuns(query: URLSearchParams): readonly RunRef[] {
  const runIds = query.getAll('run')
  return query.getAll('study').flatMap((studyDir, index) => {
    const runId = runIds[index]
    return runId ? [{ studyDir, runId }] : []
  })
}

/** The pairs that the address of fields names. */
export function fieldPairs(query: URLSearchParams): readonly PairRef[] {
  const pairIds = query.getAll('pair')
  return query.getAll('run').flatMap((runId, index) => {
    const pairId = pairIds[index]
    return pairId ? [{ runId, pairId }] : []
  })
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
