import { useMantineColorScheme } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import {
  IconDeviceDesktop,
  IconFlask,
  IconFolderOpen,
  IconFolderPlus,
  IconKeyboard,
  IconMoon,
  IconSearch,
  IconSun,
} from '@tabler/icons-react'
import { useStudyActions } from '../data/use-study-actions.ts'
import { PALETTE_TEXT as TEXT } from '../text/shell.ts'
import { useCommandKeys } from './command-keys.ts'
import { useCommands } from './commands.ts'
import { showShortcuts } from './shortcut-sheet.tsx'

/** What can be done from everywhere, and the keys of all commands. */
export function WindowCommands() {
  const studies = useStudyActions()
  const { setColorScheme } = useMantineColorScheme()
  useCommands(
    [
      { id: 'palette', label: TEXT.palette, icon: IconSearch, keys: 'mod+K', run: spotlight.toggle },
      { id: 'search', label: TEXT.focusSearch, icon: IconSearch, keys: '/', run: focusSearch },
      {
        id: 'open',
        label: TEXT.openStudy,
        icon: IconFolderOpen,
        keys: 'mod+O',
        run: () => void studies.chooseAndOpen(),
      },
      { id: 'new', label: TEXT.newStudy, icon: IconFolderPlus, run: () => studies.make() },
      { id: 'demo', label: TEXT.demo, icon: IconFlask, run: () => void studies.makeDemo() },
      { id: 'light', label: TEXT.light, icon: IconSun, run: () => setColorScheme('light') },
      { id: 'dark', label: TEXT.dark, icon: IconMoon, run: () => setColorScheme('dark') },
      { id: 'auto', label: TEXT.auto, icon: IconDeviceDesktop, run: () => setColorScheme('auto') },
      { id: 'shortcuts', label: TEXT.shortcuts, icon: IconKeyboard, keys: '?', run: showShortcuts },
    ],
    'anywhere',
  )
  useCommandKeys()
  return null
}

/** The page's own search field is the one that says so. */
function focusSearch(): void {
  document.querySelector<HTMLInputElement>('main input[type="search"]')?.focus()
}
