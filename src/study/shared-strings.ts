/** Ids and labels repeat in every row: one string for all of them saves most of the memory. */
export function sharedStrings(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const same = known.get(text)
    if (same === undefined) known.set(text, text)
    return same ?? text
  }
}
