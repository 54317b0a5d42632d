import type { Solution } from '../../core/transport/solution.ts'
import type { SolveJob } from '../engine.ts'
import type { BatchDevice } from './batch-device.ts'
import { Bucket, type Entry, type Work } from './bucket.ts'
import { Course } from './course.ts'
import { cellsOf, chooseShapes, type Shape, suits } from './shapes.ts'

/** Idle buckets that are kept for problems to come. */
const KEPT = 6

/**
 * Solves any number of `sqeuclidean` problems at once on a device, in float32. Problems of like size share a bucket and are iterated on together,
 * whoever asked for them; an answer does not depend on the company. It ends at the tolerance or at float32's floor, a marginal error of
 * 1e-6 to 1e-5: a tighter tolerance is for a float64 engine that starts from there.
 */
export class BatchSolver implements Disposable {
  readonly #device: BatchDevice
  #buckets: Bucket[] = []
  #arrived: Entry[] = []
  #placing: Promise<void> | undefined
  readonly #work: Work = { cells: 0, paddedCells: 0 }

  constructor(device: BatchDevice) {
    this.#device = device
  }

  /** so far */
  get work(): Readonly<Work> {
    return this.#work
  }

  /**
   * The iterations of the answer are those at every pixel.
   *
   * @throws Error where the cost does not factor into rows and columns, an end has no points, or the device fails
   * @throws the signal's reason once it is aborted
   */
  async solve(job: SolveJob, signal?: AbortSignal): Promise<Solution> {
    signal?.throwIfAborted()
    const course = new Course(job)
    return new Promise<Solution>((resolve, reject) => {
      const entry: Entry = {
        course,
        signal,
        advance: (found) => {
          try {
            const solution = course.advance(found)
            if (solution) resolve(solution)
            else this.#enter(entry)
          } catch (error) {
            reject(error)
          }
        },
        fail: reject,
      }
      this.#enter(entry)
    })
  }

  [Symbol.dispose](): void {
    for (const bucket of this.#buckets) bucket[Symbol.dispose]()
    this.#buckets = []
  }

  /** all that come in one turn choose their shapes together */
  #enter(entry: Entry): void {
    this.#arrived.push(entry)
    this.#placing ??= this.#place()
  }

  async #place(): Promise<void> {
    await undefined
    while (this.#arrived.length > 0) {
      const arrived = this.#arrived
      this.#arrived = []
      for (const [group, entries] of Map.groupBy(arrived, ({ course }) => this.#device.groupOf(course.stage))) {
        await this.#placeGroup(group, entries)
      }
    }
    this.#placing = undefined
  }

  async #placeGroup(group: string, entries: readonly Entry[]): Promise<void> {
    const known = this.#buckets.filter((bucket) => bucket.group === group)
    const homeless = entries.filter((entry) => {
      const home = known.find(({ shape }) => suits(shape, entry.course.stage))
      home?.add(entry)
      return home === undefined
    })
    let left = homeless
    const shapes = chooseShapes(homeless.map(({ course }) => course.stage))
    for (const shape of shapes.toSorted((a, b) => cellsOf(a) - cellsOf(b))) {
      const fits = ({ course }: Entry) => course.stage.rows <= shape.rows && course.stage.columns <= shape.columns
      const those = left.filter(fits)
      left = left.filter((entry) => !fits(entry))
      await this.#open(shape, group, those)
    }
  }

  async #open(shape: Shape, group: string, entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return
    try {
      const slots = this.#device.slotsFor(shape)
      if (slots < 1) throw new Error(`${shape.rows} × ${shape.columns} pixels are more than the device can take`)
      const device = await this.#device.open(shape, slots, entries[0].course.stage)
      const bucket: Bucket = new Bucket(shape, group, device, slots, this.#work, () => this.#closeIdle())
      this.#buckets.push(bucket)
      for (const entry of entries) bucket.add(entry)
    } catch (error) {
      for (const entry of entries) entry.fail(error)
    }
  }

  /** the oldest go first */
  #closeIdle(): void {
    const idle = this.#buckets.filter(({ isIdle }) => isIdle)
    for (const bucket of idle.slice(0, Math.max(0, idle.length - KEPT))) {
      this.#buckets.splice(this.#buckets.indexOf(bucket), 1)
      bucket[Symbol.dispose]()
    }
  }
}

/** how much of what was computed lay in the padding, 0 to 1 */
export function paddingShare({ cells, paddedCells }: Readonly<Work>): number {
  return paddedCells === 0 ? 0 : 1 - cells / paddedCells
}
