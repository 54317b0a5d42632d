import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Solution } from '../../core/transport/solution.ts'
import type { SolveJob } from '../engine.ts'
import type { BatchDevice, Work } from './batch-device.ts'
import { Course } from './course.ts'

/** So many wait prepared at most: more take memory, and to prepare them all at once would keep the device waiting. */
const MOST_PREPARED = 4

/** A problem that was asked for. */
interface Asked {
  readonly job: SolveJob
  readonly signal: AbortSignal | undefined
  resolve(solution: Solution): void
  reject(error: unknown): void
}

/** A problem that a device can take in. */
interface Entry extends Asked {
  readonly course: Course
}

/**
 * Solves any number of `sqeuclidean` problems at once on a device, in float32. All that the device has room for are iterated on together,
 * whoever asked for them; whoever is done leaves, and others take their place; an answer does not depend on the company. It ends at the tolerance or
 * at the device's floor, a marginal error of 3e-7 to 1e-5: a tighter tolerance is for a float64 engine that starts from there.
 */
export class BatchSolver implements Disposable {
  readonly #device: BatchDevice
  #asked: Asked[] = []
  #waiting: Entry[] = []
  readonly #running = new Map<number, Entry>()
  #isLooping = false

  constructor(device: BatchDevice) {
    this.#device = device
  }

  /** so far */
  get work(): Readonly<Work> {
    return this.#device.work
  }

  /**
   * The iterations of the answer are those at every pixel.
   *
   * @throws Error where the cost does not factor into rows and columns, an end has no points, or the device fails
   * @throws the signal's reason once it is aborted
   */
  async solve(job: SolveJob, signal?: AbortSignal): Promise<Solution> {
    signal?.throwIfAborted()
    return new Promise<Solution>((resolve, reject) => {
      this.#asked.push({ job, signal, resolve, reject })
      if (!this.#isLooping) void this.#loop()
    })
  }

  [Symbol.dispose](): void {
    for (const { reject } of [...this.#asked, ...this.#waiting]) reject(new Error('the device has been given back'))
    this.#asked = []
    this.#waiting = []
    this.#device[Symbol.dispose]()
  }

  async #loop(): Promise<void> {
    this.#isLooping = true
    while (this.#running.size + this.#waiting.length + this.#asked.length > 0) {
      // lets jobs and aborts come in: a device that computes on this thread never leaves it otherwise
      await nextTurn()
      this.#dropAborted()
      if (this.#running.size === 0) this.#prepare()
      this.#enter()
      if (this.#running.size === 0) continue
      try {
        await this.#look()
      } catch (error) {
        for (const [slot, { reject }] of this.#running) {
          reject(error)
          this.#leave(slot)
        }
      }
    }
    this.#isLooping = false
  }

  #dropAborted(): void {
    this.#asked = this.#asked.filter(isWanted)
    this.#waiting = this.#waiting.filter(isWanted)
    for (const [slot, entry] of this.#running) if (!isWanted(entry)) this.#leave(slot)
  }

  #prepare(): void {
    for (const asked of this.#asked.splice(0, MOST_PREPARED - this.#waiting.length)) {
      try {
        this.#waiting.push({ ...asked, course: new Course(asked.job, this.#device.acceleratesItself) })
      } catch (error) {
        asked.reject(error)
      }
    }
  }

  /** as many of those who wait as there is room for */
  #enter(): void {
    if (this.#waiting.length === 0) return
    const entering = this.#waiting
    const places = this.#device.load(entering.map(({ course }) => course.entering))
    this.#waiting = []
    const isEmpty = this.#running.size === 0 && !places.some((place) => typeof place === 'number')
    places.forEach((place, k) => {
      if (place === 'later' && isEmpty) entering[k].reject(new Error('the device has room for nothing'))
      else if (place === 'later') this.#waiting.push(entering[k])
      else if (place instanceof Error) entering[k].reject(place)
      else this.#running.set(place, entering[k])
    })
  }

  async #look(): Promise<void> {
    const running = [...this.#running]
    const looking = this.#device.iterate(running.map(([slot, { course }]) => ({ slot, ...course.step })))
    this.#prepare()
    const errors = await looking
    const done = running.filter(([, { course }], k) => course.observe(errors[k]))
    await Promise.all(done.map(([slot, entry]) => this.#finish(slot, entry)))
  }

  /** the slot's stage is done: on to the next one */
  async #finish(slot: number, entry: Entry): Promise<void> {
    try {
      const solution = entry.course.advance(await this.#device.read(slot))
      if (solution) entry.resolve(solution)
      else this.#waiting.push(entry)
    } catch (error) {
      entry.reject(error)
    }
    this.#leave(slot)
  }

  #leave(slot: number): void {
    this.#running.delete(slot)
    this.#device.clear(slot)
  }
}

function isWanted({ signal, reject }: Asked): boolean {
  if (!signal?.aborted) return true
  reject(signal.reason)
  return false
}

/** how much of what was computed lay in the padding, 0 to 1 */
export function paddingShare({ cells, paddedCells }: Readonly<Work>): number {
  return paddedCells === 0 ? 0 : 1 - cells / paddedCells
}
