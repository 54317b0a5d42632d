import { NumberInput } from '@mantine/core'
import { useState } from 'react'

interface WholeFieldProps {
  readonly label: string
  readonly description: string
  readonly value: number | undefined
  /** what it is where nothing is given; undefined: nothing */
  readonly otherwise: number | undefined
  readonly onChange: (value: number | undefined) => void
}

/** A whole number above 0, or nothing. */
export function WholeField({ label, description, value, otherwise, onChange }: WholeFieldProps) {
  // while it is typed it may be empty
  const [typed, setTyped] = useState<string | number | null>(null)
  return (
    <NumberInput
      label={label}
      description={description}
      value={typed ?? value ?? otherwise ?? ''}
      onChange={(next) => {
        setTyped(next)
        onChange(typeof next === 'number' && next >= 1 ? next : undefined)
      }}
      onBlur={() => setTyped(null)}
      allowNegative={false}
      allowDecimal={false}
      size="sm"
    />
  )
}
