/**
 * The Gibbs kernel exp(−C/ε) between two measures, applied in the log domain from the points j of the one to the points i of the
 * other. Everything a solver, a certificate or a map needs of the cost goes through these methods.
 */
export interface CostKernel {
  /**
   * log Σ_j exp(h_j − C_ij / ε) for each i; `h` has one entry per point j, −∞ allowed. −∞ where nothing arrives.
   *
   * @param floor logarithm of a sum beside which it does not matter which of these are negligible; where left out, all matter
   */
  logSumExp(h: Float64Array, floor?: number): Float64Array
  /**
   * The same sum, and expectations under the weights exp(h_j − C_ij/ε) normalised over j.
   *
   * @param expected about the smallest sum's logarithm, where it is known: saves time where it is right
   */
  moments(h: Float64Array, expected?: number): KernelMoments
  /** Those of the cost alone. */
  costs(h: Float64Array, expected?: number): KernelCosts
}

/** One entry for each point i; the means are NaN where `logSum` is −∞. */
export interface KernelCosts {
  readonly logSum: Float64Array
  /** mean of C_ij, in units of the cost */
  readonly meanCost: Float64Array
}

export interface KernelMoments extends KernelCosts {
  /** mean of y_j − y_i, work px */
  readonly meanDy: Float64Array
  /** mean of x_j − x_i, work px */
  readonly meanDx: Float64Array
}
