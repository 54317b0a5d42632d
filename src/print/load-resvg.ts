/**
 * resvg, loaded when it is first needed: its native part is an optional package, and without it everything else is to work.
 *
 * @throws Error that says what is missing
 */
export async function loadResvg(): Promise<typeof import('@resvg/resvg-js')> {
  try {
    return await import('@resvg/resvg-js')
  } catch (error) {
    const message = 'this picture can’t be made here: resvg is not installed. npm ci without --omit=optional brings it'
    throw new Error(message, { cause: error })
  }
}
