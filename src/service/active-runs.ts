/** A run of a study. */
export interface RunRef {
  readonly studyDir: string
  readonly runId: string
}

/** The runs that a service is carrying out: what ending it would stop. */
export class ActiveRuns {
  readonly #ends = new Map<RunRef, Promise<void>>()

  /** Counts a run as active until `ended` settles, however it ends. */
  add(run: RunRef, ended: Promise<unknown>): void {
    const remove = () => {
      this.#ends.delete(run)
    }
    this.#ends.set(run, ended.then(remove, remove))
  }

  list(): RunRef[] {
    return [...this.#ends.keys()].map(({ studyDir, runId }) => ({ studyDir, runId }))
  }

  /** Resolves once none is left. */
  async allEnded(): Promise<void> {
    while (this.#ends.size > 0) await Promise.all(this.#ends.values())
  }
}
