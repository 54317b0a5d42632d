import type { Icon } from '@tabler/icons-react'
import { useEffect, useEffectEvent } from 'react'
import { create } from 'zustand'

/** Something that can be done from the palette, and by keys where it has some. */
export interface Command {
  readonly id: string
  readonly label: string
  readonly icon?: Icon
  /** as Mantine's hotkeys take them: `mod+Enter` */
  readonly keys?: string
  run(): void
}

type Scope = 'anywhere' | 'page'

interface Registered {
  readonly scope: Scope
  readonly command: Command
}

interface CommandStore {
  readonly registered: readonly Registered[]
}

const useStore = create<CommandStore>(() => ({ registered: [] }))

/** Everything that can be done where the window is now. */
export function useRegisteredCommands(): readonly Registered[] {
  return useStore(({ registered }) => registered)
}

/** Offers commands as long as the component lives: in the palette, in the shortcut sheet, by their keys. Their ids and labels are what counts as a change. */
export function useCommands(commands: readonly Command[], scope: Scope = 'page'): void {
  const current = useEffectEvent((id: string) => commands.find((command) => command.id === id)?.run())
  const shape = JSON.stringify(commands.map(({ id, label, keys }) => [id, label, keys]))

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` says when the commands are others
  useEffect(() => {
    const mine = commands.map((command) => ({
      scope,
      command: { ...command, run: () => current(command.id) },
    }))
    useStore.setState(({ registered }) => ({ registered: [...registered, ...mine] }))
    return () =>
      useStore.setState(({ registered }) => ({ registered: registered.filter((one) => !mine.includes(one)) }))
  }, [shape, scope])
}
