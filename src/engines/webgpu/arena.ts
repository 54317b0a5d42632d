/** Hands out parts of a fixed room. */
export interface Arena {
  /** Where so much room begins; undefined where no gap is large enough. */
  take(size: number): number | undefined
  /** Gives back what begins there. */
  give(start: number): void
}

/** The first gap that is large enough is taken. */
export function arena(room: number): Arena {
  /** in order of their starts */
  const taken: { readonly start: number; readonly end: number }[] = []

  function take(size: number): number | undefined {
    let start = 0
    const before = taken.findIndex((part) => {
      const fits = part.start - start >= size
      if (!fits) start = part.end
      return fits
    })
    if (start + size > room) return undefined
    taken.splice(before < 0 ? taken.length : before, 0, { start, end: start + size })
    return start
  }

  function give(start: number): void {
    taken.splice(
      taken.findIndex((part) => part.start === start),
      1,
    )
  }

  return { take, give }
}
