import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { SHELL_TEXT } from '../text/shell.ts'

const SCHEMES = ['auto', 'light', 'dark'] as const
const ICONS = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon }

/** Light, dark, or as the system is. */
export function ColourScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const text = SHELL_TEXT.scheme
  const Now = ICONS[colorScheme]
  return (
    <Menu position="top-start">
      <Tooltip label={`${text.label}: ${text[colorScheme]}`}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            size="lg"
            aria-label={`${text.label}: ${text[colorScheme]}`}
          >
            <Now size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
      </Tooltip>
      <Menu.Dropdown>
        {SCHEMES.map((scheme) => {
          const SchemeIcon = ICONS[scheme]
          return (
            <Menu.Item
              key={scheme}
              leftSection={<SchemeIcon size={16} aria-hidden />}
              rightSection={scheme === colorScheme ? <IconCheck size={16} aria-label="chosen" /> : null}
              onClick={() => setColorScheme(scheme)}
            >
              {text[scheme]}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
