import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { floatsOf } from '../../api/panel-field-view.ts'
import type { Box } from '../../core/mask/tight-box.ts'
import { useApi } from '../data/api-context.ts'
import { useFields, useShownRefs } from './fields-store.ts'

/** The way between places on a field and along the body. */
export interface AlongBody {
  /** S of a grid pixel; null off the body */
  sAt(y: number, x: number): number | null
  /** the middle of the pixels about an S; null where there are none */
  placeOf(s: number): readonly [number, number] | null
}

/** a panel is looked at that stays so long, ms */
const REST_MS = 400
/** pixels within so much of an S are about it: a part of twenty */
const ABOUT = 0.025

/** How far along the body the pixels of the panel that one points at lie; undefined where no centreline tells. */
export function useAlongBody(studyDir: string): AlongBody | undefined {
  const api = useApi()
  const refs = useShownRefs()
  const active = useFields((state) => state.active)
  // a centreline takes as long as several fields: not for pairs that one only passes
  const shown = refs[active] ?? refs[0]
  const [panel] = useDebouncedValue(shown, REST_MS)
  const { data } = useQuery({
    ...api.fields.body.queryOptions({
      input: { studyDir, panel: panel ?? { kind: 'pair', runId: '-', pairId: '-' } },
    }),
    enabled: panel !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })
  const body = useMemo(() => (data?.body ? alongBody(data.body.box, floatsOf(data.body.s)) : undefined), [data])
  return panel === shown ? body : undefined
}

/** @param s of the box's pixels, row-major; NaN off the body */
export function alongBody({ y0, x0, y1, x1 }: Box, s: Float32Array): AlongBody {
  const width = x1 - x0
  return {
    sAt: (y, x) => {
      if (y < y0 || x < x0 || y >= y1 || x >= x1) return null
      const value = s[(y - y0) * width + x - x0] ?? Number.NaN
      return Number.isNaN(value) ? null : value
    },
    placeOf: (wanted) => {
      let [count, sumY, sumX] = [0, 0, 0]
      for (const [i, value] of s.entries()) {
        // NaN is not within it either
        if (!(Math.abs(value - wanted) <= ABOUT)) continue
        count++
        sumY += y0 + Math.floor(i / width)
        sumX += x0 + (i % width)
      }
      return count === 0 ? null : [sumY / count, sumX / count]
    },
  }
}
