import { createRequire } from 'node:module'

const resolve = createRequire(import.meta.url).resolve

/** Arimo (Google Fonts, SIL Open Font License 1.1): as wide as Arial, so that text is where a figure has put it on every machine. */
export const FONT_FILES = {
  normal: resolve('@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf'),
  bold: resolve('@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf'),
} as const
export const PRINT_FONT = 'Arimo'
