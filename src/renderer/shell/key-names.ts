const IS_MAC = /mac/i.test(globalThis.navigator?.userAgent ?? '')

const NAMES: Readonly<Record<string, string>> = {
  mod: IS_MAC ? '⌘' : 'Ctrl',
  alt: IS_MAC ? '⌥' : 'Alt',
  shift: IS_MAC ? '⇧' : 'Shift',
}

/** The keys of a hotkey as they are written on a keyboard: `mod+K` → `Ctrl`, `K`. */
export function keyNames(hotkey: string): readonly string[] {
  return hotkey.split('+').map((key) => NAMES[key.toLowerCase()] ?? key)
}
