import { ActionIcon, Tooltip } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'

interface IconButtonProps {
  readonly icon: Icon
  /** its name, shown on hover */
  readonly label: string
  readonly onClick: () => void
  readonly disabled?: boolean
}

/** A button that is an icon, where its meaning is common or its word would be in the way. */
export function IconButton({ icon: ButtonIcon, label, onClick, disabled = false }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size="lg" aria-label={label} disabled={disabled} onClick={onClick}>
        <ButtonIcon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
