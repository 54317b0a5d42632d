import { buffer } from 'node:stream/consumers'
import { deserialize } from 'node:v8'
import type { EmbryoPair } from './embryo-pairs.ts'
import { plainParameters } from './plain-parameters.ts'
import { runPair } from './run-pair.ts'

/** The pair to take through its steps, serialised by V8 on the standard input. */
export interface ColdTask {
  readonly pair: EmbryoPair
  /** where it is written */
  readonly dir: string
}

// a process of its own, in which nothing was compiled before: says what the steps took
const { pair, dir }: ColdTask = deserialize(await buffer(process.stdin))
process.stdout.write(JSON.stringify(await runPair(pair, plainParameters(), dir)))
