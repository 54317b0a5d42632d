import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DeviceBucket } from './batch-device.ts'
import type { Course } from './course.ts'
import { cellsOf, type Shape } from './shapes.ts'

/** A problem under way. */
export interface Entry {
  readonly course: Course
  readonly signal: AbortSignal | undefined
  /** its present stage is done, with these potentials */
  advance(found: Awaited<ReturnType<DeviceBucket['read']>>): void
  fail(error: unknown): void
}

/** What was computed, and how much of it on padding. */
export interface Work {
  /** cells of the problems, once an iteration */
  cells: number
  /** the same with their padding */
  paddedCells: number
}

/** A device's bucket and who uses it: it iterates as long as there is someone; whoever is done leaves it and others take their place. */
export class Bucket implements Disposable {
  readonly shape: Shape
  readonly group: string
  readonly #device: DeviceBucket
  readonly #freeSlots: number[]
  readonly #running = new Map<number, Entry>()
  #waiting: Entry[] = []
  readonly #work: Work
  readonly #onIdle: () => void
  #isLooping = false

  constructor(shape: Shape, group: string, device: DeviceBucket, slots: number, work: Work, onIdle: () => void) {
    this.shape = shape
    this.group = group
    this.#device = device
    this.#freeSlots = Array.from({ length: slots }, (_, k) => slots - 1 - k)
    this.#work = work
    this.#onIdle = onIdle
  }

  get isIdle(): boolean {
    return !this.#isLooping
  }

  [Symbol.dispose](): void {
    this.#device[Symbol.dispose]()
  }

  add(entry: Entry): void {
    this.#waiting.push(entry)
    if (!this.#isLooping) void this.#loop()
  }

  async #loop(): Promise<void> {
    this.#isLooping = true
    try {
      for (;;) {
        // lets jobs and aborts come in: a device that computes on this thread never leaves it otherwise
        await nextTurn()
        this.#dropAborted()
        this.#fill()
        if (this.#running.size === 0) break
        await this.#look()
      }
    } catch (error) {
      for (const entry of [...this.#running.values(), ...this.#waiting]) entry.fail(error)
      for (const slot of this.#running.keys()) this.#leave(slot)
      this.#waiting = []
    }
    this.#isLooping = false
    this.#onIdle()
  }

  #dropAborted(): void {
    this.#waiting = this.#waiting.filter((entry) => !failAborted(entry))
    for (const [slot, entry] of this.#running) if (failAborted(entry)) this.#leave(slot)
  }

  #fill(): void {
    while (this.#waiting.length > 0) {
      const slot = this.#freeSlots.pop()
      if (slot === undefined) return
      const [entry] = this.#waiting.splice(0, 1)
      this.#running.set(slot, entry)
      this.#device.load(slot, entry.course.stage, entry.course.start)
    }
  }

  #leave(slot: number): void {
    this.#running.delete(slot)
    this.#freeSlots.push(slot)
    this.#device.clear(slot)
  }

  async #look(): Promise<void> {
    const slots = [...this.#running.keys()]
    const steps = [...this.#running].map(([slot, { course }]) => ({ slot, omega: course.omega, count: course.count }))
    for (const { course } of this.#running.values()) {
      this.#work.cells += course.count * cellsOf(course.stage)
      this.#work.paddedCells += course.count * cellsOf(this.shape)
    }
    const errors = await this.#device.iterate(steps)
    const done = [...this.#running].filter(([slot, { course }]) => course.observe(errors[slots.indexOf(slot)]))
    await Promise.all(
      done.map(async ([slot, entry]) => {
        const found = await this.#device.read(slot)
        this.#leave(slot)
        entry.advance(found)
      }),
    )
  }
}

function failAborted({ signal, fail }: Entry): boolean {
  if (!signal?.aborted) return false
  fail(signal.reason)
  return true
}
