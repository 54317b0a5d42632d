import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core'
import { logsOf, sum, times } from '../../core/transport/numbers.ts'
import { type Entering, ITERATIONS_PER_LOOK, type StagePotentials, type Step } from '../batch/batch-device.ts'
import { type DenseEnd, type DenseStage, LOG_NOTHING, placesIn, tiltsOf } from '../batch/dense-stage.ts'
import type { DeviceBucket } from '../batch/shape-buckets.ts'
import type { Shape } from '../batch/shapes.ts'
import type { Tfjs } from './load-tfjs.ts'
import { type LogKernel, logKernel } from './log-kernel.ts'

/** What belongs to one problem or, one after another along the first axis, to many: problems × rows × columns, or problems × 1 × 1. */
interface Fields<T extends Tensor = Tensor3D> {
  readonly source: Side<T>
  readonly target: Side<T>
}

interface Side<T extends Tensor = Tensor3D> {
  /** log of each pixel's weight; LOG_NOTHING where it has none */
  readonly logWeights: T
  /** each weight over the whole mass */
  readonly shares: T
  readonly logMass: T
  readonly tilt: T
  readonly potential: T
}

/** One end within an iteration: its potential, and log Σ w e^(−p/λ). */
interface End {
  readonly side: Side
  readonly potential: Tensor3D
  readonly logRelaxed: Tensor
}

/** The problems that are iterated on now, put together; made anew when one comes or goes. */
interface Together {
  readonly slots: readonly number[]
  readonly fields: Fields
}

/**
 * Problems of one shape, ε and λ: the translation-invariant Sinkhorn iteration (Séjourné, Vialard, Peyré 2022), over-relaxed, in the log
 * domain, on all of them in each operation. Nothing that it makes outlives it.
 */
export class TfjsBucket implements DeviceBucket {
  readonly #tf: Tfjs
  readonly #shape: Shape
  readonly #kernel: LogKernel
  readonly #isSymmetric: boolean
  readonly #tau: number
  readonly #reach: number
  readonly #stages = new Map<number, DenseStage>()
  /** those that are not put together */
  readonly #alone = new Map<number, Fields>()
  #together: Together | undefined

  /** @param stage one of those that are to come, all alike in ε and λ */
  constructor(tf: Tfjs, shape: Shape, { scale, tau, reach, isSymmetric }: DenseStage) {
    this.#tf = tf
    this.#shape = shape
    this.#kernel = logKernel(tf, shape.rows, shape.columns, scale)
    this.#isSymmetric = isSymmetric
    this.#tau = tau
    this.#reach = reach
  }

  [Symbol.dispose](): void {
    this.#kernel[Symbol.dispose]()
    if (this.#together) this.#tf.dispose(tensorsOf(this.#together.fields))
    for (const fields of this.#alone.values()) this.#tf.dispose(tensorsOf(fields))
    this.#together = undefined
    this.#alone.clear()
  }

  load(slot: number, { stage, start: { f, g } }: Entering): void {
    this.#stages.set(slot, stage)
    const source = this.#upload(stage, stage.source, f)
    this.#alone.set(slot, { source, target: this.#isSymmetric ? source : this.#upload(stage, stage.target, g) })
  }

  clear(slot: number): void {
    this.#stages.delete(slot)
    this.#takeApart()
    const fields = this.#alone.get(slot)
    if (fields) this.#tf.dispose(tensorsOf(fields))
    this.#alone.delete(slot)
  }

  async iterate(steps: readonly Step[]): Promise<readonly Float32Array[]> {
    const tf = this.#tf
    const { fields, slots } = this.#putTogether(steps.map(({ slot }) => slot))
    const { f, g, errors } = tf.tidy(() => this.#iterations(fields, steps))
    tf.dispose(this.#isSymmetric ? [fields.source.potential] : [fields.source.potential, fields.target.potential])
    const source = { ...fields.source, potential: f }
    const target = this.#isSymmetric ? source : { ...fields.target, potential: g }
    this.#together = { slots, fields: { source, target } }
    const seen = await errors.data<'float32'>()
    errors.dispose()
    // one line an iteration, of one error a problem
    return steps.map(({ count }, k) => Float32Array.from({ length: count }, (_, i) => seen[i * steps.length + k]))
  }

  async read(slot: number): Promise<StagePotentials> {
    const stage = this.#stages.get(slot)
    const index = this.#together?.slots.indexOf(slot) ?? -1
    if (!stage || !this.#together || index < 0) throw new Error(`slot ${slot} has not been iterated on`)
    const { source, target } = this.#together.fields
    const read = async (potential: Tensor3D, end: DenseEnd) => {
      const field = this.#tf.slice3d(potential, [index, 0, 0], [1, this.#shape.rows, this.#shape.columns])
      const values = await field.data<'float32'>()
      field.dispose()
      return valuesIn(values, this.#placesOf(stage, end))
    }
    // one after the other: what is put together may change once both are asked for, and no sooner
    const reading = [read(source.potential, stage.source), read(target.potential, stage.target)]
    const [f, g] = await Promise.all(reading)
    return { f, g: this.#isSymmetric ? f : g }
  }

  #upload(stage: DenseStage, end: DenseEnd, values: Float64Array): Side {
    const { rows, columns } = this.#shape
    const places = this.#placesOf(stage, end)
    const { weights } = end.lattice
    const mass = sum(weights)
    const field = (nothing: number, atPoints: ArrayLike<number>) => {
      const cells = new Float32Array(rows * columns).fill(nothing)
      putIn(cells, places, atPoints)
      return this.#tf.tensor3d(cells, [1, rows, columns])
    }
    return {
      logWeights: field(LOG_NOTHING, logsOf(weights)),
      shares: field(0, times(weights, 1 / mass)),
      logMass: this.#tf.tensor3d([Math.log(mass)], [1, 1, 1]),
      tilt: field(0, tiltsOf(end, stage.columns)),
      potential: field(0, values),
    }
  }

  #placesOf({ columns }: DenseStage, end: DenseEnd): Int32Array {
    return placesIn(end, columns, this.#shape.columns)
  }

  #putTogether(slots: readonly number[]): Together {
    const known = this.#together
    if (known && this.#alone.size === 0 && known.slots.join() === slots.join()) return known
    this.#takeApart()
    const parts = slots.map((slot) => {
      const fields = this.#alone.get(slot)
      if (!fields) throw new Error(`slot ${slot} is empty`)
      this.#alone.delete(slot)
      return fields
    })
    const join = (side: (fields: Fields) => Side) =>
      mapSide(side(parts[0]), (_, name) => this.#tf.concat(parts.map((fields) => side(fields)[name])))
    const source = join((fields) => fields.source)
    const together = { slots, fields: { source, target: this.#isSymmetric ? source : join(({ target }) => target) } }
    this.#tf.dispose(parts.flatMap(tensorsOf))
    this.#together = together
    return together
  }

  #takeApart(): void {
    if (!this.#together) return
    const { slots, fields } = this.#together
    const split = (side: Side, index: number) =>
      mapSide(side, (tensor) => {
        const [, rows, columns] = tensor.shape
        return this.#tf.slice3d(tensor, [index, 0, 0], [1, rows, columns])
      })
    slots.forEach((slot, index) => {
      const source = split(fields.source, index)
      this.#alone.set(slot, { source, target: this.#isSymmetric ? source : split(fields.target, index) })
    })
    this.#tf.dispose(tensorsOf(fields))
    this.#together = undefined
  }

  /** With a symmetric problem f stays g: each iteration is one averaged step (Feydy et al. 2019), of ω = 1/2. */
  #iterations({ source, target }: Fields, steps: readonly Step[]) {
    const tf = this.#tf
    let f = this.#end(source, source.potential)
    let g = this.#isSymmetric ? f : this.#end(target, target.potential)
    const errors: Tensor[] = []
    for (let k = 0; k < ITERATIONS_PER_LOOK; k++) {
      const omegas = steps.map(({ omega, count }) => (k < count ? (omega ?? 1) : 0))
      const omega = tf.tensor3d(omegas, [steps.length, 1, 1])
      const toSource = this.#halfStep(f, g, omega)
      f = toSource.end
      if (this.#isSymmetric) {
        g = f
        errors.push(tf.mul(toSource.error, 2))
      } else {
        const toTarget = this.#halfStep(g, f, omega)
        g = toTarget.end
        errors.push(tf.add(toSource.error, toTarget.error))
      }
    }
    return { f: f.potential, g: g.potential, errors: tf.stack(errors) }
  }

  /** Logarithms of numbers near 1 are taken of their excess over 1: an error of 1e-5 here would drag f and g apart at every step. */
  #end(side: Side, potential: Tensor3D): End {
    const tf = this.#tf
    // LOG_NOTHING where there is no mass: as good as −∞ and still a number
    const exponents = tf.add(
      tf.mul(tf.sub(potential, side.tilt), -1 / this.#reach),
      tf.minimum(tf.sub(side.logWeights, LOG_NOTHING / 2), 0),
    )
    const top = tf.max(exponents, [1, 2], true)
    const excess = tf.sum(tf.mul(side.shares, tf.expm1(tf.sub(exponents, top))), [1, 2], true)
    return { side, potential, logRelaxed: tf.add(tf.add(tf.log1p(excess), top), side.logMass) }
  }

  /** p ← p + ω (−τ (log Σ exp − c/λ) − p): the half step between p − c and q + c, with the constant taken off again */
  #halfStep(own: End, other: End, omega: Tensor3D): { end: End; error: Tensor } {
    const tf = this.#tf
    const { side, potential } = own
    const arriving = this.#kernel.logSumExp(tf.add(other.side.logWeights, other.potential))
    const constant = tf.mul(tf.sub(other.logRelaxed, own.logRelaxed), 0.5)

    const marginal = tf.exp(tf.add(tf.add(side.logWeights, potential), arriving))
    const asked = tf.exp(
      tf.add(tf.add(side.logWeights, tf.mul(tf.sub(potential, side.tilt), -1 / this.#reach)), constant),
    )
    const error = tf.sum(tf.abs(tf.sub(marginal, asked)), [1, 2])

    // of the potential without its tilt, so that (1 − τ) o is left
    const left = tf.mul(side.tilt, 1 / (1 + this.#reach))
    const plain = tf.add(tf.mul(tf.sub(arriving, constant), -this.#tau), left)
    const next = tf.add<Tensor3D>(potential, tf.mul(tf.sub(plain, potential), omega))
    return { end: this.#end(side, next), error }
  }
}

function mapSide(side: Side, map: (tensor: Tensor3D, name: keyof Side) => Tensor3D): Side {
  return {
    logWeights: map(side.logWeights, 'logWeights'),
    shares: map(side.shares, 'shares'),
    logMass: map(side.logMass, 'logMass'),
    tilt: map(side.tilt, 'tilt'),
    potential: map(side.potential, 'potential'),
  }
}

/** each once */
function tensorsOf({ source, target }: Fields): Tensor3D[] {
  return [...new Set([...Object.values<Tensor3D>({ ...source }), ...Object.values<Tensor3D>({ ...target })])]
}

function putIn(field: Float32Array, places: Int32Array, values: ArrayLike<number>): void {
  for (let i = 0; i < places.length; i++) field[places[i]] = values[i]
}

function valuesIn(field: Float32Array, places: Int32Array): Float64Array {
  const values = new Float64Array(places.length)
  for (let i = 0; i < values.length; i++) values[i] = field[places[i]]
  return values
}
