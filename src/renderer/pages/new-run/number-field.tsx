import { NumberInput } from '@mantine/core'
import { PARAMETER_TEXT } from '../../text/parameters.ts'

interface NumberFieldProps {
  /** the command line's name */
  readonly name: string
  /** undefined: as `complete` says */
  readonly value: number | undefined
  readonly complete: number | null | undefined
  readonly onChange: (value: number | undefined) => void
  /** what follows from the value */
  readonly consequence?: string
  readonly isWhole?: boolean
}

/** A parameter that is a number; empty, it has its default, which stands there in grey. */
export function NumberField({ name, value, complete, onChange, consequence, isWhole = false }: NumberFieldProps) {
  const text = PARAMETER_TEXT[name]
  const label = text?.unit === undefined ? text?.label : `${text.label} (${text.unit})`
  const description = [text?.meaning, consequence].filter(Boolean).join(' ')
  return (
    <NumberInput
      label={label}
      description={description}
      value={value ?? ''}
      placeholder={complete === null || complete === undefined ? '' : String(complete)}
      onChange={(next) => onChange(typeof next === 'number' && next > 0 ? next : undefined)}
      allowNegative={false}
      allowDecimal={!isWhole}
      hideControls
      size="sm"
    />
  )
}
