import { useHotkeys } from '@mantine/hooks'
import { useEffect, useEffectEvent } from 'react'
import { useRegisteredCommands } from './commands.ts'

/** Carries out the commands whose keys are pressed, save for plain letters and signs while something is typed. */
export function useCommandKeys(): void {
  const withKeys = useRegisteredCommands().flatMap(({ command: { keys, run } }) =>
    keys === undefined ? [] : [{ keys, run }],
  )
  useHotkeys(
    withKeys.filter(({ keys }) => !isSign(keys)).map(({ keys, run }) => [keys, run]),
    // with `mod` they mean the same while something is typed
    [],
  )

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    // by the sign rather than the key: `?` and `/` lie elsewhere on other keyboards
    const pressed = withKeys.find(({ keys }) => keys === event.key && isSign(keys))
    if (!pressed) return
    event.preventDefault()
    pressed.run()
  })
  useEffect(() => {
    const hear = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [])
}

function isSign(keys: string): boolean {
  return keys.length === 1
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  )
}
