import { setImmediate as nextTurn } from 'node:timers/promises'
import { messageOf } from '../../core/message-of.ts'
import { isDeviceLost } from '../device-lost.ts'
import type { Engine } from '../engine.ts'
import type { FromHost, ToHost } from './host-protocol.ts'
import { type PackedJob, unpackJob } from './packed-job.ts'

/**
 * What a host does with the messages that it gets: asks the engine and posts what it says. `end` is called once the engine has been
 * disposed of, `fail` where that or loading it failed, and where its device is lost: only a new host gets it back.
 */
export function serveEngine(
  loading: Promise<Engine>,
  post: (message: FromHost) => void,
  end: () => void,
  fail: (error: unknown) => void,
): (message: ToHost) => void {
  const underWay = new Map<number, AbortController>()

  async function probe(id: number): Promise<void> {
    post({ kind: 'probed', id, probe: await (await loading).probe() })
  }

  async function solve(id: number, jobs: readonly PackedJob[]): Promise<void> {
    const stop = new AbortController()
    underWay.set(id, stop)
    const engine = await loading
    try {
      for await (const answer of engine.solve(jobs.map(unpackJob), stop.signal)) {
        if (answer.kind === 'failed' && (answer.engineDied || isDeviceLost(answer.error))) {
          return fail(new Error(answer.error))
        }
        post({ kind: 'answer', id, answer })
        // an engine that never waits would leave an abort unread
        await nextTurn()
      }
      post({ kind: 'done', id })
    } catch (error) {
      if (isDeviceLost(messageOf(error))) return fail(error)
      post({ kind: 'done', id, error: messageOf(error) })
    } finally {
      underWay.delete(id)
    }
  }

  async function dispose(): Promise<void> {
    await (await loading).dispose()
    end()
  }

  return (message) => {
    switch (message.kind) {
      case 'probe':
        probe(message.id).catch(fail)
        break
      case 'solve':
        solve(message.id, message.jobs).catch(fail)
        break
      case 'abort':
        underWay.get(message.id)?.abort()
        break
      case 'dispose':
        dispose().catch(fail)
    }
  }
}
