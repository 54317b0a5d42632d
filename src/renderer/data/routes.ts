/** Addresses of the window, as wouter's hash location takes them (without `#`). */
export const routes = {
  home: () => '/',
  data: (studyDir: string) => `/study/${encodeURIComponent(studyDir)}/data`,
  manifest: (studyDir: string) => `/study/${encodeURIComponent(studyDir)}/manifest`,
  newRun: (studyDir: string, manifestPath?: string) =>
    `/study/${encodeURIComponent(studyDir)}/new-run${manifestPath === undefined ? '' : `?manifest=${encodeURIComponent(manifestPath)}`}`,
  /** a new run with an earlier one's manifest and settings */
  newRunLike: (studyDir: string, runId: string) =>
    `/study/${encodeURIComponent(studyDir)}/new-run?like=${encodeURIComponent(runId)}`,
  /** the study's runs */
  studyRuns: (studyDir: string) => `/study/${encodeURIComponent(studyDir)}/runs`,
  run: (studyDir: string, runId: string) => `/study/${encodeURIComponent(studyDir)}/runs/${encodeURIComponent(runId)}`,
  runs: () => '/runs',
  compare: (runs: readonly { readonly studyDir: string; readonly runId: string }[]) =>
    `/compare?${runs.map(({ studyDir, runId }) => `run=${encodeURIComponent(studyDir)}:${encodeURIComponent(runId)}`).join('&')}`,
  engines: () => '/engines',
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

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
