import { ActionIcon, Button, CopyButton as Copying, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { SHELL_TEXT } from '../text/shell.ts'

interface CopyButtonProps {
  readonly value: string
  /** what is copied: `Copy the command` */
  readonly label: string
  /** an icon only, with the label as its name */
  readonly isSmall?: boolean
}

/** Copies a text, and says so. */
export function CopyButton({ value, label, isSmall = false }: CopyButtonProps) {
  return (
    <Copying value={value} timeout={2000}>
      {({ copied, copy }) => {
        const icon = copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
        const words = copied ? SHELL_TEXT.copied : label
        return isSmall ? (
          <Tooltip label={words}>
            <ActionIcon variant="subtle" onClick={copy} aria-label={words}>
              {icon}
            </ActionIcon>
          </Tooltip>
        ) : (
          <Button variant="default" leftSection={icon} onClick={copy} aria-live="polite">
            {words}
          </Button>
        )
      }}
    </Copying>
  )
}
