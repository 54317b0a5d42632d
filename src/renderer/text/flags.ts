/** What a quality flag is called in a list; the message beside it says what was measured. */
const FLAG_WORDS: Readonly<Record<string, string>> = {
  'touches-image-edge': 'At the image’s edge',
  'straight-cut': 'Straight cut',
  'several-pieces': 'Several pieces',
  'area-lost': 'Area lost',
  'yolk-missing': 'No yolk',
  'yolk-outside': 'Yolk outside',
  'yolk-size': 'Yolk size',
  'orientation-uncertain': 'Orientation unsure',
  'area-jump': 'Area jumps',
  'length-jump': 'Length jumps',
  'width-jump': 'Width jumps',
  'tail-lost': 'Tail lost',
  'merged-neighbours': 'Merged embryos',
  'position-jump': 'Position jumps',
  'shape-misfit': 'Shape misfits',
  'orientation-against-neighbours': 'Flipped in time',
  'unusable-frame': 'Unusable',
  'table-flag': 'Flag of the table',
  'excluded-by-hand': 'Excluded by hand',
  'missing-frame': 'Frame missing',
  'unsafe-pair-id': 'Unsafe id',
  'double-pair-id': 'Id twice',
  'same-frame': 'Same frame',
}

/** A kind of flag or problem in words; one that has none is shown as it is. */
export function flagWord(kind: string): string {
  return FLAG_WORDS[kind] ?? kind.replace(/_flag\d*$/, '').replaceAll(/[-_]/g, ' ')
}

/** What placement went by. */
const EVIDENCE_WORDS: Readonly<Record<string, string>> = {
  'skew-x': 'Head–tail asymmetry',
  'skew-y': 'Back–belly asymmetry',
  axis: 'Body axis',
  length: 'Body length (inscribed diameters)',
  head: 'Head end fatter',
  back: 'Back side',
  notch: 'Notches of the belly',
}

export function evidenceWord(kind: string): string {
  return EVIDENCE_WORDS[kind] ?? kind
}
