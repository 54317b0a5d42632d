import { notifications } from '@mantine/notifications'
import { lineOf, troubleOf } from '../data/problems-of.ts'
import { SHELL_TEXT } from '../text/shell.ts'

const CLOSE = { 'aria-label': SHELL_TEXT.close }

/** Says that something worked. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'teal', closeButtonProps: CLOSE })
}

/** Says that something did not work, and why; stays until it is closed. */
export function notifyFailed(title: string, error: unknown): void {
  notifications.show({
    title,
    message: lineOf(troubleOf(error), SHELL_TEXT.lost.line),
    color: 'red',
    autoClose: false,
    closeButtonProps: CLOSE,
  })
}
