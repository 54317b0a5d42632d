import type { Icon } from '@tabler/icons-react'
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

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
  readonly Page: LazyExoticComponent<ComponentType>
  readonly rail?: RailLink
}

type Load = () => Promise<{ readonly default: ComponentType }>

export const page = (path: string, load: Load, rail?: RailLink): PageEntry => ({
  path,
  Page: lazy(load),
  ...(rail ? { rail } : {}),
})
export const always = (label: string, icon: Icon, to: string): RailLink => ({
  label,
  icon,
  href: { kind: 'always', to },
})
export const ofStudy = (label: string, icon: Icon, to: (studyDir: string) => string): RailLink => ({
  label,
  icon,
  href: { kind: 'study', to },
})

/** Every page, the first that fits an address; links stand in the rail in this order. */
export const PAGES: readonly PageEntry[] = []
