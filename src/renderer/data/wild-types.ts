/** What wild types and other references are called in most tables. */
const NAMES: readonly string[] = [
  'wt',
  'wild-type',
  'wildtype',
  'wild type',
  'wik',
  'ab',
  'tu',
  'control',
  'ctrl',
  'inj-ctrl',
  'uninjected',
]

/** The group that others are mostly compared with; undefined where none is called so. */
export function likelyWildType(groups: readonly string[]): string | undefined {
  return groups.find((name) => NAMES.includes(name.toLowerCase()))
}
