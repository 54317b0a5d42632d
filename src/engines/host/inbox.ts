/** Messages that come when they come and are taken one after another. */
export class Inbox<T> {
  readonly #messages: T[] = []
  #wake: (() => void) | undefined

  put(message: T): void {
    this.#messages.push(message)
    this.#wake?.()
  }

  /** The next message, once there is one. For one taker at a time. */
  async next(): Promise<T> {
    for (;;) {
      const message = this.#messages.shift()
      if (message !== undefined) return message
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
