import { NumberInput } from '@mantine/core'
import { useState } from 'react'
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

/** A parameter that is a number; left empty, it is its default again. */
export function NumberField({ name, value, complete, onChange, consequence, isWhole = false }: NumberFieldProps) {
  const text = PARAMETER_TEXT[name]
  // what is being typed may be empty or half a number
  const [typed, setTyped] = useState<string | number | null>(null)
  const label = text?.unit === undefined ? text?.label : `${text.label} (${text.unit})`
  const description = [text?.meaning, consequence].filter(Boolean).join(' ')
  return (
    <NumberInput
      label={label}
      description={description}
      value={typed ?? value ?? complete ?? ''}
      onChange={(next) => {
        setTyped(next)
        onChange(typeof next === 'number' && next > 0 ? next : undefined)
      }}
      onBlur={() => setTyped(null)}
      allowNegative={false}
      allowDecimal={!isWhole}
      hideControls
      size="sm"
    />
  )
}
