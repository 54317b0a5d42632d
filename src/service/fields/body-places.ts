import { type BodyPlace, bodyPlace, laidOnto } from '../../core/analysis/body-place.ts'
import type { PairField } from '../../core/analysis/pair-field.ts'
import type { FrameName } from './group-pairs.ts'

/** A frame that is the source of pairs, and how far along its body each of its pixels lies. */
export interface Reference {
  readonly frame: FrameName
  readonly body: BodyPlace
}

/** The sources of pairs as they come: the centreline of each is found once, as many pairs share it. */
export class BodyPlaces {
  readonly #references = new Map<string, Reference>()

  /** in the order in which they came */
  get references(): readonly Reference[] {
    return [...this.#references.values()]
  }

  /** Of a pair's source, on the pair's own box. */
  of(frame: FrameName, field: PairField): BodyPlace {
    const key = `${frame.embryoId} ${frame.frameIndex}`
    const known = this.#references.get(key) ?? { frame, body: bodyPlace(field.sourceMask, field) }
    this.#references.set(key, known)
    return laidOnto(known.body, field.box)
  }
}
