import open from 'open'
import { messageOf } from '../core/message-of.ts'

/** Opens an address in the person's browser; says so where there is none. */
export async function openInBrowser(url: string): Promise<void> {
  const none = (why: string) => process.stderr.write(`no browser could be opened (${why}): open the address in one\n`)
  try {
    const opener = await open(url)
    opener.once('error', (error) => none(messageOf(error)))
    opener.once('exit', (code) => code !== 0 && none(`its opener ended with ${code}`))
  } catch (error) {
    none(messageOf(error))
  }
}
