import type { WriteStream } from 'node:tty'

const WIDTH = 24

/** A bar on the last line of a terminal; nothing at all where the stream is none. */
export function progressBar(stream: WriteStream) {
  let shown = false

  function draw(fraction: number, text: string): void {
    if (!stream.isTTY) return
    const filled = Math.round(WIDTH * Math.min(Math.max(fraction, 0), 1))
    const line = `[${'='.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${text}`
    stream.write(`\r${line.slice(0, stream.columns - 1)}\x1b[K`)
    shown = true
  }

  function clear(): void {
    if (shown) stream.write('\r\x1b[K')
    shown = false
  }

  /** lets something print above the bar */
  function above(print: () => void): void {
    clear()
    print()
  }

  return { draw, clear, above }
}
