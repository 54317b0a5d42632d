import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { SHELL_TEXT } from '../text/shell.ts'

export interface Question {
  readonly title: string
  /** what will happen, and what will not */
  readonly text: string
  /** what the button does: `Delete the run` */
  readonly action: string
  /** something is lost */
  readonly isDangerous?: boolean
}

/** Asks before something that can't be taken back. */
export function confirm({ title, text, action, isDangerous = false }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title,
      children: <Text>{text}</Text>,
      labels: { confirm: action, cancel: SHELL_TEXT.cancel },
      // red with white letters is too faint in the dark
      ...(isDangerous ? { confirmProps: { color: 'red.9' } } : {}),
      cancelProps: { 'data-autofocus': true },
      onConfirm: () => resolve(true),
      onCancel: () => resolve(false),
      onClose: () => resolve(false),
    })
  })
}
