import { InvalidArgumentError } from 'commander'

/** Parsers of option values; each says what it wanted. */

export function positiveNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError('must be a number above 0.')
  return value
}

export function positiveInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value <= 0) throw new InvalidArgumentError('must be a whole number above 0.')
  return value
}

export function wholeNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isSafeInteger(value)) throw new InvalidArgumentError('must be a whole number.')
  return value
}

/** 0 for any that is free. */
export function portNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('must be a port, 1 to 65535.')
  return value
}

/** Takes one of the given words. */
export function oneOf<T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const found = words.find((word) => word === text)
    if (found === undefined) throw new InvalidArgumentError(`must be one of ${words.join(', ')}.`)
    return found
  }
}

/** Numbers separated by commas. */
export function numberList(text: string): number[] {
  const values = text.split(',').map(Number)
  if (values.some((value) => !Number.isFinite(value)))
    throw new InvalidArgumentError('must be numbers separated by commas.')
  return values
}

/** Pairs of stages, such as `30-48,48-72`. */
export function stagePairs(text: string): [number, number][] {
  return text.split(',').map((pair) => {
    const stages = pair.split('-').map(Number)
    const [from, to] = stages
    if (stages.length !== 2 || pair.includes(' ') || !Number.isFinite(from) || !Number.isFinite(to)) {
      throw new InvalidArgumentError('must be stages in hpf joined by a dash, separated by commas: 30-48,48-72.')
    }
    return [from, to]
  })
}
