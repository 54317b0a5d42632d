/** A mask that cannot be read or used; the message says what is wrong, with the value, and what to do. */
export class MaskError extends Error {
  override readonly name = 'MaskError'
}
