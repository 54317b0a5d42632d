/** A way to solve a problem with another program. */
export interface Peer {
  readonly id: string
  /** as the table has it */
  readonly name: string
  readonly library: 'POT' | 'OTT-JAX'
  readonly script: string
  readonly args: readonly string[]
}

export const PEERS = [
  pot('pot', 'sinkhorn', 'sinkhorn', 'float64'),
  pot('pot-ti', 'translation invariant', 'sinkhorn_translation_invariant', 'float64'),
  pot('pot-ti-f32', 'translation invariant, float32', 'sinkhorn_translation_invariant', 'float32'),
  ott('ott', 'as the original calls it', ['--kind', 'original']),
  ott('ott-recentred', 'recentred', ['--kind', 'recentred']),
  ott('ott-momentum', 'recentred, momentum', ['--kind', 'momentum']),
  // the only one of them that can come under the tolerance
  ott('ott-momentum-f64', 'recentred, momentum, float64, to 1e-6', [
    ...['--kind', 'momentum', '--dtype', 'float64', '--threshold', '1e-6'],
  ]),
  ott('ott-grid', 'grid', ['--kind', 'grid']),
  ott('ott-grid-log', 'grid, log mode, recentred', ['--kind', 'grid-log']),
] as const satisfies readonly Peer[]

export type PeerId = (typeof PEERS)[number]['id']

function pot<Id extends string>(id: Id, name: string, method: string, dtype: string): Peer & { readonly id: Id } {
  return {
    id,
    name: `POT ${name}`,
    library: 'POT',
    script: 'solve_pot.py',
    args: ['--method', method, '--dtype', dtype],
  }
}

function ott<Id extends string>(id: Id, name: string, args: readonly string[]): Peer & { readonly id: Id } {
  return { id, name: `OTT-JAX ${name}`, library: 'OTT-JAX', script: 'solve_ott.py', args }
}
