import { ITERATIONS_PER_LOOK } from '../../batch/batch-device.ts'

/** Invocations of a workgroup, which makes one line of a problem. */
export const WORKGROUP = 32
/** The longest line whose two numbers a cell fit the 16 KiB that every device grants a workgroup. */
export const LONGEST_LINE = 1024
/** How many past steps the next one is made of (Anderson's method). */
export const WINDOW = 8
/** As good as infinite, and no infinity: WGSL may take those for impossible. */
export const LARGE = 1e30
/** For a line, the sums of products of the last step with each, and of the residual with each. */
export const PRODUCTS = 2 * WINDOW
/** Where a problem's fields begin in the device's memory. Logarithms of weights, potentials and what they become are two numbers each: see `split` in `numbers.ts`. */
export const FIELDS = {
  /** of the source, then of the target */
  logWeights: 0,
  /** f, then g */
  potentials: 4,
  /** on their way to the source, then to the target */
  lines: 8,
  values: 12,
  safe: 16,
  residual: 18,
  residualSteps: 19,
  valueSteps: 19 + WINDOW,
} as const
export const FIELD_COUNT = FIELDS.valueSteps + WINDOW

export const WORD_BYTES = 4
/** What the kernels know of a problem, of a step and of where an iteration stands, 4-byte words: see `declarations.ts`. */
export const PROBLEM_WORDS = 24
export const ACTIVE_WORDS = 4
export const STATE_WORDS = 10 + WINDOW + WINDOW ** 2
/** which of them */
export const SMALLEST_ERROR = 3

/** Bytes of each of the device's buffers for one slot, but for the fields. */
export const SLOT_BYTES = {
  ranges: 2 * 8 * (2 * LONGEST_LINE + 2),
  means: 2 * 16 * LONGEST_LINE,
  errors: 4 * ITERATIONS_PER_LOOK,
  products: 4 * PRODUCTS * LONGEST_LINE,
} as const

/** In the order in which an iteration dispatches them; `end` is whose potential is made. */
export const DISPATCHES = [
  { entryPoint: 'mix', end: 1, lines: 'rows' },
  { entryPoint: 'alongRows', end: 0, lines: 'rowsAndSum' },
  { entryPoint: 'downColumns', end: 0, lines: 'columns' },
  { entryPoint: 'alongRows', end: 1, lines: 'rowsAndSum' },
  { entryPoint: 'downColumns', end: 1, lines: 'columns' },
  { entryPoint: 'remember', end: 1, lines: 'rows' },
  { entryPoint: 'accelerate', end: 1, lines: 'one' },
] as const

export type EntryPoint = (typeof DISPATCHES)[number]['entryPoint']
