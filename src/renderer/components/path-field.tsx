import { Button, Group, TextInput } from '@mantine/core'
import { IconFile, IconFolder } from '@tabler/icons-react'
import type { PathRequest } from '../door/door.ts'
import { PICKER_TEXT } from '../text/files.ts'
import { usePathChooser } from './path-chooser.tsx'
import classes from './path-picker.module.css'

interface PathFieldProps {
  readonly label: string
  readonly description?: string
  readonly value: string
  readonly onChange: (path: string) => void
  readonly onFocus?: () => void
  readonly onBlur?: () => void
  readonly request: PathRequest
  readonly error?: string
  readonly required?: boolean
}

/** A path, typed or chosen. */
export function PathField({
  label,
  description,
  value,
  onChange,
  onFocus,
  onBlur,
  request,
  error,
  required = false,
}: PathFieldProps) {
  const choose = usePathChooser()
  const browse = async () => {
    const path = await choose(request)
    if (path !== null) onChange(path)
  }
  const Icon = request.kind === 'folder' ? IconFolder : IconFile
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <TextInput
        className={classes.path}
        label={label}
        description={description}
        value={value}
        error={error}
        required={required}
        onChange={(event) => onChange(event.currentTarget.value)}
        onFocus={onFocus}
        onBlur={onBlur}
        leftSection={<Icon size={16} aria-hidden />}
        spellCheck={false}
      />
      <Button variant="default" onClick={browse} aria-label={`${label}: ${PICKER_TEXT.browse}`}>
        {PICKER_TEXT.browse}
      </Button>
    </Group>
  )
}
