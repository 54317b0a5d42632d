import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react'
import type { PathRequest } from '../door/door.ts'
import { useDoor } from '../door/door-context.ts'
import { PathPicker } from './path-picker.tsx'

/** Asks a person for a file or folder; null where they think better of it. */
export type ChoosePath = (request: PathRequest) => Promise<string | null>

const ChooserContext = createContext<ChoosePath | null>(null)

/** The system's dialog where the door has one, our own elsewhere. */
export function usePathChooser(): ChoosePath {
  const choose = use(ChooserContext)
  if (!choose) throw new Error('no path chooser: wrap this in PathChooser')
  return choose
}

interface Pending {
  readonly request: PathRequest
  readonly settle: (path: string | null) => void
}

/** Where the window's own dialog is drawn. */
export function PathChooser({ children }: { readonly children: ReactNode }) {
  const door = useDoor()
  const [pending, setPending] = useState<Pending | null>(null)
  const draw = useCallback<ChoosePath>(
    (request) => new Promise((resolve) => setPending({ request, settle: resolve })),
    [],
  )
  const choose = useMemo<ChoosePath>(() => door.choosePath?.bind(door) ?? draw, [door, draw])
  const settle = (path: string | null) => {
    pending?.settle(path)
    setPending(null)
  }
  return (
    <ChooserContext value={choose}>
      {children}
      {pending && <PathPicker request={pending.request} onChoose={settle} onCancel={() => settle(null)} />}
    </ChooserContext>
  )
}
