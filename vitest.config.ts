import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { COMMON } from './vitest.common.ts'

/** rooms without side effects: their tests may share a process, which spares loading the same modules for each file */
const PURE = ['core', 'figure', 'study'].map((room) => `tests/${room}/**/*.test.ts`)
/** they take minutes, and have commands of their own */
const SLOW = ['tests/interop/**', 'tests/faults/**', 'tests/**/*.{engines,truth,window}.test.ts']

/** what takes longest comes first, so that nobody waits for it alone at the end; a file's length says little of that */
const LONGEST = ['e2e/flow', 'core/goldens', 'service/live-runs', 'runner/run-control', 'runner/hosted-run']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.includes(name))
      return place < 0 ? LONGEST.length : place
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    // by default one core is left idle
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...COMMON, name: 'pure', include: PURE, exclude: SLOW, isolate: false } },
      { test: { ...COMMON, name: 'others', include: ['tests/**/*.test.ts'], exclude: [...SLOW, ...PURE] } },
    ],
  },
})
