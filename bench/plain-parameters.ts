import { type RunParameters, runParameters } from '../src/runner/run-parameters.ts'

/**
 * The pipeline that others' figures, and older ones of our own, are of: each frame placed from its whole mask, and pairs solved as they then lie.
 * What the default placement and its refinement cost beyond that is a part of its own (`placement`).
 */
export function plainParameters(chosen: Partial<RunParameters> = {}): RunParameters {
  return runParameters({ placement: 'morphseq', ...chosen })
}
