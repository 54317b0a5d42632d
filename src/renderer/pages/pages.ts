import {
  type Icon,
  IconArrowsDiff,
  IconChartDots,
  IconCpu,
  IconFocusCentered,
  IconHistory,
  IconHome,
  IconList,
  IconPlayerPlay,
  IconTable,
} from '@tabler/icons-react'
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { routes } from '../data/routes.ts'
import { SHELL_TEXT } from '../text/shell.ts'

/** A link in the rail at the left. */
export interface RailLink {
  readonly label: string
  readonly icon: Icon
  /** null: about no study in particular; else shown while one is open */
  readonly href:
    | { readonly kind: 'always'; readonly to: string }
    | { readonly kind: 'study'; readonly to: (studyDir: string) => string }
}

export interface PageEntry {
  /** as wouter takes it */
  readonly path: string
  readonly load: Load
  readonly Page: LazyExoticComponent<ComponentType>
  readonly rail?: RailLink
}

type Load = () => Promise<{ readonly default: ComponentType }>

const page = (path: string, load: Load, rail?: RailLink): PageEntry => ({
  path,
  load,
  Page: lazy(load),
  ...(rail ? { rail } : {}),
})
const always = (label: string, icon: Icon, to: string): RailLink => ({ label, icon, href: { kind: 'always', to } })
const ofStudy = (label: string, icon: Icon, to: (studyDir: string) => string): RailLink => ({
  label,
  icon,
  href: { kind: 'study', to },
})

/** Every page, the first that fits an address; links stand in the rail in this order. */
export const PAGES: readonly PageEntry[] = [
  page('/', () => import('./home/home-page.tsx'), always(SHELL_TEXT.home, IconHome, routes.home())),
  page('/study/:dir/data', () => import('./data/data-page.tsx'), ofStudy(SHELL_TEXT.data, IconTable, routes.data)),
  page(
    '/study/:dir/manifest',
    () => import('./manifest/manifest-page.tsx'),
    ofStudy(SHELL_TEXT.manifest, IconArrowsDiff, routes.manifest),
  ),
  page(
    '/study/:dir/new-run',
    () => import('./new-run/new-run-page.tsx'),
    ofStudy(SHELL_TEXT.newRun, IconPlayerPlay, (studyDir) => routes.newRun(studyDir)),
  ),
  page('/study/:dir/runs/:runId', () => import('./run/run-page.tsx')),
  page(
    '/study/:dir/runs',
    () => import('./runs/study-runs-page.tsx'),
    ofStudy(SHELL_TEXT.studyRuns, IconList, routes.studyRuns),
  ),
  page(
    '/study/:dir/fields',
    () => import('./fields/fields-page.tsx'),
    ofStudy(SHELL_TEXT.fields, IconFocusCentered, (studyDir) => routes.fields(studyDir)),
  ),
  page(
    '/study/:dir/explore',
    () => import('./explore/explore-page.tsx'),
    ofStudy(SHELL_TEXT.explore, IconChartDots, (studyDir) => routes.explore(studyDir)),
  ),
  page('/runs', () => import('./runs/runs-page.tsx'), always(SHELL_TEXT.allRuns, IconHistory, routes.runs())),
  page('/compare', () => import('./runs/compare-page.tsx')),
  page('/engines', () => import('./engines/engines-page.tsx'), always(SHELL_TEXT.engines, IconCpu, routes.engines())),
]

/** Loads the code of every page, so that each opens at once. */
export function loadPages(): void {
  // one that can't be had now is asked for again when it is opened
  for (const { load } of PAGES) load().catch(() => {})
}
