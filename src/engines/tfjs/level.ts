import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { type Measure, massOf } from '../../core/transport/measure.ts'
import { damping, type TransportProblem } from '../../core/transport/problem.ts'
import { type Grid, weightsOn } from './grid.ts'
import type { Tfjs } from './load-tfjs.ts'
import { LOG_NOTHING, type LogKernel, logKernel } from './log-kernel.ts'

/**
 * Potentials in units of ε at every block of a grid, rows × columns, also where there is no mass. Only f + g is kept exactly: the
 * constant that the dual prefers, (f − c, g + c), is worked out where it is needed. A large one (the ends' masses differ by 30 %: some
 * 1e4 where λ/ε is 1e5) would take float32's digits away from the rest.
 */
export interface LevelPotentials {
  readonly f: Tensor2D
  readonly g: Tensor2D
}

/** The same on this side of the device, row-major. */
export interface Fields {
  readonly f: Float32Array
  readonly g: Float32Array
}

/** A measure on the device, rows × columns. */
interface DeviceMeasure {
  /** log of each block's weight; LOG_NOTHING where it has none */
  readonly logWeights: Tensor2D
  /** each weight over the whole mass */
  readonly shares: Tensor2D
  /** 0 where there is mass, LOG_NOTHING elsewhere */
  readonly support: Tensor2D
  readonly logMass: number
}

/** One end of the problem within an iteration: its potential, and log Σ w e^(−p/λ). */
interface End {
  readonly measure: DeviceMeasure
  readonly potential: Tensor2D
  readonly logRelaxed: Tensor
}

/** The translation-invariant Sinkhorn iteration (Séjourné, Vialard, Peyré 2022) on one grid, over-relaxed, in the log domain. */
export class Level implements Disposable {
  readonly #tf: Tfjs
  readonly #kernel: LogKernel
  readonly #source: DeviceMeasure
  readonly #target: DeviceMeasure
  readonly #shape: [rows: number, columns: number]
  readonly #isSymmetric: boolean
  readonly #tau: number
  /** λ/ε */
  readonly #reach: number

  constructor(tf: Tfjs, problem: TransportProblem, grid: Grid) {
    this.#tf = tf
    this.#shape = [grid.rows, grid.columns]
    this.#kernel = logKernel(tf, grid.rows, grid.columns, (problem.coordScale * grid.blockPx) ** 2 / problem.epsilon)
    this.#source = uploadMeasure(tf, problem.source, grid)
    this.#target = uploadMeasure(tf, problem.target, grid)
    this.#isSymmetric = problem.source === problem.target
    this.#tau = damping(problem)
    this.#reach = problem.regM / problem.epsilon
  }

  [Symbol.dispose](): void {
    this.#kernel[Symbol.dispose]()
    for (const { logWeights, shares, support } of [this.#source, this.#target]) {
      this.#tf.dispose([logWeights, shares, support])
    }
  }

  /**
   * Some iterations. With a symmetric problem f stays g: each is one averaged step (Feydy et al. 2019), whatever ω.
   *
   * @returns the potentials, and each iteration's marginal error as found on the way (contract §4)
   */
  iterate(start: LevelPotentials, omega: number, count: number): LevelPotentials & { readonly errors: Tensor } {
    const tf = this.#tf
    return tf.tidy(() => {
      let f = this.#end(this.#source, start.f)
      let g = this.#isSymmetric ? f : this.#end(this.#target, start.g)
      const errors: Scalar[] = []
      for (let k = 0; k < count; k++) {
        if (this.#isSymmetric) {
          const half = this.#halfStep(f, f, 0.5)
          f = half.end
          g = half.end
          errors.push(tf.mul(half.error, 2))
        } else {
          const toSource = this.#halfStep(f, g, omega)
          f = toSource.end
          const toTarget = this.#halfStep(g, f, omega)
          g = toTarget.end
          errors.push(tf.add(toSource.error, toTarget.error))
        }
      }
      return { f: f.potential, g: g.potential, errors: tf.stack(errors) }
    })
  }

  /** The same potentials on the device. The caller disposes of them. */
  upload({ f, g }: Fields): LevelPotentials {
    return { f: this.#tf.tensor2d(f, this.#shape), g: this.#tf.tensor2d(g, this.#shape) }
  }

  /** The marginal error of potentials as they are. */
  async errorOf(fields: Fields): Promise<number> {
    const start = this.upload(fields)
    const { f, g, errors } = this.iterate(start, 0, 1)
    const [error] = await errors.data<'float32'>()
    this.#tf.dispose([start.f, start.g, f, g, errors])
    return error
  }

  /** Logarithms of numbers near 1 are taken of their excess over 1: an error of 1e-5 here would drag f and g apart at every step. */
  #end(measure: DeviceMeasure, potential: Tensor2D): End {
    const tf = this.#tf
    const exponents = tf.add(tf.mul(potential, -1 / this.#reach), measure.support)
    const top = tf.max(exponents)
    const excess = tf.sum(tf.mul(measure.shares, tf.expm1(tf.sub(exponents, top))))
    return { measure, potential, logRelaxed: tf.add(tf.add(tf.log1p(excess), top), measure.logMass) }
  }

  /** p ← p + ω (−τ (log Σ exp − c/λ) − p): the half step between p − c and q + c, with the constant taken off again */
  #halfStep(own: End, other: End, omega: number): { end: End; error: Scalar } {
    const tf = this.#tf
    const { measure, potential } = own
    const arriving = this.#kernel.logSumExp(tf.add(other.measure.logWeights, other.potential))
    const constant = tf.mul(tf.sub(other.logRelaxed, own.logRelaxed), 0.5)

    const marginal = tf.exp(tf.add(tf.add(measure.logWeights, potential), arriving))
    const asked = tf.exp(tf.add(tf.add(measure.logWeights, tf.mul(potential, -1 / this.#reach)), constant))
    const error = tf.sum<Scalar>(tf.abs(tf.sub(marginal, asked)))

    const plain = tf.mul(tf.sub(arriving, constant), -this.#tau)
    const next = tf.add<Tensor2D>(potential, tf.mul(tf.sub(plain, potential), omega))
    return { end: this.#end(measure, next), error }
  }
}

function uploadMeasure(tf: Tfjs, measure: Measure, grid: Grid): DeviceMeasure {
  const weights = weightsOn(grid, measure)
  const mass = massOf(measure)
  const upload = (from: (weight: number) => number) =>
    tf.tensor2d(Float32Array.from(weights, from), [grid.rows, grid.columns])
  return {
    logWeights: upload((weight) => (weight > 0 ? Math.log(weight) : LOG_NOTHING)),
    shares: upload((weight) => weight / mass),
    support: upload((weight) => (weight > 0 ? 0 : LOG_NOTHING)),
    logMass: Math.log(mass),
  }
}
