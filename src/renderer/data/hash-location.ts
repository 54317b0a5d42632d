import { useSyncExternalStore } from 'react'
import { type Address, parseAddress } from './routes.ts'

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

const currentHash = () => window.location.hash

/** Goes to an address of `routes`. */
export function navigate(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (replace) window.location.replace(`#${to}`)
  else window.location.hash = to
}

/** The router's location: the hash up to its `?`, so that a page's own query stays with it. */
export function useHashLocation(): [string, typeof navigate] {
  const hash = useSyncExternalStore(subscribe, currentHash)
  return [parseAddress(hash).path, navigate]
}
useHashLocation.hrefs = (href: string) => `#${href}`

/** Where the window is: study, run and query of the address, decoded. */
export function useAddress(): Address {
  return parseAddress(useSyncExternalStore(subscribe, currentHash))
}

/**
 * The study that a page is about.
 *
 * @throws Error on a page that is about none
 */
export function useStudyDir(): string {
  const { studyDir } = useAddress()
  if (studyDir === null) throw new Error('this address names no study')
  return studyDir
}
