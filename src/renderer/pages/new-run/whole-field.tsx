import { NumberInput } from '@mantine/core'

interface WholeFieldProps {
  readonly label: string
  readonly description: string
  readonly value: number | undefined
  readonly placeholder: number | undefined
  readonly onChange: (value: number | undefined) => void
}

/** A whole number above 0, or nothing. */
export function WholeField({ label, description, value, placeholder, onChange }: WholeFieldProps) {
  return (
    <NumberInput
      label={label}
      description={description}
      value={value ?? ''}
      placeholder={placeholder === undefined ? '' : String(placeholder)}
      onChange={(next) => onChange(typeof next === 'number' && next >= 1 ? next : undefined)}
      allowNegative={false}
      allowDecimal={false}
      size="sm"
    />
  )
}
