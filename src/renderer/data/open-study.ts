import { useEffect } from 'react'
import { create } from 'zustand'
import { useAddress } from './hash-location.ts'

const KEY = 'otolith.openStudy'

const useStore = create<{ readonly studyDir: string | null }>(() => ({ studyDir: sessionStorage.getItem(KEY) }))

/** Nothing is open: the study was forgotten. */
export function closeStudy(): void {
  sessionStorage.removeItem(KEY)
  useStore.setState({ studyDir: null })
}

/** The study that the window is about: that of the address, or the last one where the address names none. */
export function useOpenStudy(): string | null {
  const { studyDir } = useAddress()
  const last = useStore((state) => state.studyDir)
  useEffect(() => {
    if (studyDir === null) return
    sessionStorage.setItem(KEY, studyDir)
    useStore.setState({ studyDir })
  }, [studyDir])
  return studyDir ?? last
}
