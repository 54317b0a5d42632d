import { messageOf } from '../../core/message-of.ts'
import {
  type BatchDevice,
  type Entering,
  ITERATIONS_PER_LOOK,
  type StagePotentials,
  type Step,
  type Work,
} from './batch-device.ts'
import type { DenseStage } from './dense-stage.ts'
import { cellsOf, chooseShapes, type Shape, suits } from './shapes.ts'

/** A device that works on problems of one shape at a time. */
export interface ShapedDevice {
  /** Problems may share a bucket where this is the same. */
  groupOf(stage: DenseStage): string
  /** How many problems of that shape it takes at once, by its memory; 0 where not even one. */
  slotsFor(shape: Shape): number
  /**
   * Makes room for problems of a shape.
   *
   * @param stage one of those that are to come
   * @throws Error where the device's memory does not suffice
   */
  open(shape: Shape, stage: DenseStage): DeviceBucket
}

/** Problems of one shape on a device. */
export interface DeviceBucket extends Disposable {
  /** Puts a problem into a slot. What was there is gone. */
  load(slot: number, entering: Entering): void
  /** `ITERATIONS_PER_LOOK` iterations on the slots named; returns each one's marginal errors. */
  iterate(steps: readonly Step[]): Promise<readonly ArrayLike<number>[]>
  read(slot: number): Promise<StagePotentials>
  clear(slot: number): void
}

/** Idle buckets that are kept for problems to come. */
const KEPT = 6

interface Bucket {
  readonly shape: Shape
  readonly group: string
  readonly device: DeviceBucket
  readonly freeSlots: number[]
}

/** Where a problem is. */
interface Place {
  readonly bucket: Bucket
  readonly slot: number
  readonly cells: number
}

/** Gives a device that needs problems of one shape problems of any: those of like size are padded to one shape and share a bucket. */
export function shapeBuckets(device: ShapedDevice): BatchDevice {
  const buckets: Bucket[] = []
  const places = new Map<number, Place>()
  const work: Work = { cells: 0, paddedCells: 0 }
  let loaded = 0

  function load(entering: readonly Entering[]): readonly (number | 'later' | Error)[] {
    const failures = openFor(entering.map(({ stage }) => stage))
    return entering.map((one) => {
      const bucket = homeOf(one.stage)
      return bucket ? enter(bucket, one) : (failures.get(one.stage) ?? new Error('no shape was chosen for it'))
    })
  }

  function homeOf(stage: DenseStage): Bucket | undefined {
    const group = device.groupOf(stage)
    const suiting = buckets.filter((bucket) => bucket.group === group && suits(bucket.shape, stage))
    return suiting.find(({ freeSlots }) => freeSlots.length > 0) ?? suiting[0]
  }

  /** those that find no bucket choose their shapes together; why there is none for a stage */
  function openFor(stages: readonly DenseStage[]): ReadonlyMap<DenseStage, Error> {
    const failures = new Map<DenseStage, Error>()
    const homeless = stages.filter((stage) => !homeOf(stage))
    for (const [group, those] of Map.groupBy(homeless, (stage) => device.groupOf(stage))) {
      for (const shape of chooseShapes(those).toSorted((a, b) => cellsOf(a) - cellsOf(b))) {
        const fitting = those.filter((stage) => !homeOf(stage) && suits(shape, stage))
        const failure = fitting.length > 0 ? open(shape, group, fitting[0]) : undefined
        if (failure) for (const stage of fitting) failures.set(stage, failure)
      }
    }
    return failures
  }

  function open(shape: Shape, group: string, stage: DenseStage): Error | undefined {
    const slots = device.slotsFor(shape)
    if (slots < 1) return new Error(`${shape.rows} × ${shape.columns} pixels are more than the device can take`)
    try {
      const freeSlots = Array.from({ length: slots }, (_, k) => slots - 1 - k)
      buckets.push({ shape, group, device: device.open(shape, stage), freeSlots })
      return undefined
    } catch (error) {
      return new Error(messageOf(error))
    }
  }

  function enter(bucket: Bucket, entering: Entering): number | 'later' | Error {
    const slot = bucket.freeSlots.at(-1)
    if (slot === undefined) return 'later'
    try {
      bucket.device.load(slot, entering)
    } catch (error) {
      return new Error(messageOf(error))
    }
    bucket.freeSlots.pop()
    places.set(loaded, { bucket, slot, cells: cellsOf(entering.stage) })
    return loaded++
  }

  async function iterate(steps: readonly Step[]): Promise<readonly ArrayLike<number>[]> {
    const errors: ArrayLike<number>[] = []
    const byBucket = Map.groupBy(steps.keys(), (k) => placeOf(steps[k].slot).bucket)
    for (const [bucket, indices] of byBucket) {
      const found = await bucket.device.iterate(
        indices.map((k) => ({ ...steps[k], slot: placeOf(steps[k].slot).slot })),
      )
      indices.forEach((k, i) => {
        errors[k] = found[i]
        work.cells += ITERATIONS_PER_LOOK * placeOf(steps[k].slot).cells
        work.paddedCells += ITERATIONS_PER_LOOK * cellsOf(bucket.shape)
      })
    }
    return errors
  }

  function placeOf(slot: number): Place {
    const place = places.get(slot)
    if (!place) throw new Error(`slot ${slot} is empty`)
    return place
  }

  function read(slot: number): Promise<StagePotentials> {
    const { bucket, slot: inBucket } = placeOf(slot)
    return bucket.device.read(inBucket)
  }

  function clear(slot: number): void {
    const place = places.get(slot)
    // all are gone once it is disposed of
    if (!place) return
    places.delete(slot)
    try {
      place.bucket.device.clear(place.slot)
      place.bucket.freeSlots.push(place.slot)
    } catch {
      // a slot that can't be cleared is not given to anyone
    }
    closeIdle()
  }

  /** the oldest go first */
  function closeIdle(): void {
    const inUse = new Set(Array.from(places.values(), ({ bucket }) => bucket))
    const idle = buckets.filter((bucket) => !inUse.has(bucket))
    for (const bucket of idle.slice(0, Math.max(0, idle.length - KEPT))) {
      buckets.splice(buckets.indexOf(bucket), 1)
      bucket.device[Symbol.dispose]()
    }
  }

  function dispose(): void {
    for (const bucket of buckets) bucket.device[Symbol.dispose]()
    buckets.length = 0
    places.clear()
  }

  return { acceleratesItself: false, work, load, iterate, read, clear, [Symbol.dispose]: dispose }
}
