import { useQuery } from '@tanstack/react-query'
import { createContext, use, useMemo } from 'react'
import type { FrameRow } from '../../api/data-contract.ts'
import type { FrameRefView } from '../../api/procedure.ts'
import { type Api, useApi } from './api-context.ts'
import { frameKey, frameRef } from './frame-key.ts'

/** what a frame's picture shows, or why there is none */
export interface Thumbnail {
  readonly pngBase64: string | null
  readonly error: string | null
}

/** So many are asked for at once, and those that are asked for within so short a time. */
const MOST_AT_ONCE = 24
const GATHER_MS = 20

interface Waiting {
  readonly frame: FrameRefView
  resolve(thumbnail: Thumbnail): void
  reject(error: unknown): void
}

/** Asks for the pictures of frames together, as rows come into view one by one. */
export class ThumbnailBatches {
  readonly #api: Api
  readonly #studyDir: string
  #waiting: Waiting[] = []
  #isScheduled = false

  constructor(api: Api, studyDir: string) {
    this.#api = api
    this.#studyDir = studyDir
  }

  load(frame: FrameRefView): Promise<Thumbnail> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ frame, resolve, reject })
      if (this.#isScheduled) return
      this.#isScheduled = true
      setTimeout(() => this.#send(), GATHER_MS)
    })
  }

  #send(): void {
    this.#isScheduled = false
    const all = this.#waiting.splice(0)
    for (let from = 0; from < all.length; from += MOST_AT_ONCE)
      void this.#sendSome(all.slice(from, from + MOST_AT_ONCE))
  }

  async #sendSome(some: readonly Waiting[]): Promise<void> {
    try {
      const frames = some.map(({ frame }) => frame)
      const found = await this.#api.data.thumbnails.call({ studyDir: this.#studyDir, frames })
      for (const [i, { resolve }] of some.entries()) resolve(found[i] ?? { pngBase64: null, error: null })
    } catch (error) {
      for (const { reject } of some) reject(error)
    }
  }
}

export const ThumbnailContext = createContext<ThumbnailBatches | null>(null)

export function useThumbnailBatches(studyDir: string): ThumbnailBatches {
  const api = useApi()
  return useMemo(() => new ThumbnailBatches(api, studyDir), [api, studyDir])
}

/** A frame's picture; another one where it is turned or flipped. */
export function useThumbnail(
  studyDir: string,
  frame: FrameRefView & Partial<Pick<FrameRow, 'correction' | 'neighbourCorrection'>>,
) {
  const batches = use(ThumbnailContext)
  if (!batches) throw new Error('no pictures: wrap this in ThumbnailContext')
  const { correction = null, neighbourCorrection = null } = frame
  return useQuery({
    queryKey: ['thumbnail', studyDir, frameKey(frame), correction ?? neighbourCorrection],
    queryFn: () => batches.load(frameRef(frame)),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
}
