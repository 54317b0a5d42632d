import { ITERATIONS_PER_LOOK } from '../../batch/batch-device.ts'
import { LOG_NOTHING } from '../../batch/dense-stage.ts'
import { FIELD_COUNT, FIELDS, LONGEST_LINE, PRODUCTS, SLOT_BYTES, WINDOW } from './layout.ts'

/** What all kernels know: problems, states and fields, and where a problem's are. */
export const DECLARATIONS = `
const NOTHING = ${LOG_NOTHING}f;
const LINES = ${LONGEST_LINE}u;
const PER_LOOK = ${ITERATIONS_PER_LOOK}u;
const WINDOW = ${WINDOW}u;
// exponents beyond this are those of an iterate that misled
const LARGEST_EXPONENT = 60.0;

struct Problem {
  rows: u32, columns: u32,
  rowStride: u32, columnStride: u32,
  // cells of a field, and where the first one begins
  size: u32, first: u32,
  isSymmetric: u32,
  quantum: f32,
  // of which the first is a multiple of the quantum
  scale: vec2f,
  reach: f32,
  logMass: vec2f,
  // of each end: constant, per row, per column
  tilt: array<vec4f, 2>,
}

// a slot that is iterated on: until its iterations are used up or its error is within the tolerance, then it waits
struct Active { slot: u32, isAccelerated: u32, count: u32, tolerance: f32 }

struct Now { iteration: u32, end: u32 }

struct State {
  // log sum w e^(-p/lambda) at both ends
  logRelaxed: array<f32, 2>,
  // that f was made with
  constant: f32,
  smallestError: f32,
  iterations: u32,
  // steps that are remembered, and which one is overwritten next
  held: u32, next: u32,
  hasResidual: u32,
  then: u32,
  isBest: u32,
  // of each step, how much of it is taken back
  shares: array<f32, WINDOW>,
  // products of the steps' residuals
  gram: array<f32, ${WINDOW * WINDOW}>,
}

@group(0) @binding(0) var<storage, read> problems: array<Problem>;
@group(0) @binding(1) var<storage, read> actives: array<Active>;
// [slot], then for source and target: for each row the columns that hold mass, for each column the rows, then both for the whole; from, until
@group(0) @binding(2) var<storage, read> ranges: array<vec2u>;
@group(0) @binding(3) var<storage, read_write> states: array<State>;
// a problem's fields one after another, each [row][column] but for the lines, [column][row]
@group(0) @binding(4) var<storage, read_write> cells: array<f32>;
// [slot][end][line]
@group(0) @binding(5) var<storage, read_write> means: array<Mean>;
// [slot][iteration]
@group(0) @binding(6) var<storage, read_write> errors: array<f32>;
// [slot][row]
@group(0) @binding(7) var<storage, read_write> products: array<array<f32, ${PRODUCTS}>>;
@group(1) @binding(0) var<uniform> now: Now;

var<workgroup> waits: u32;

fn field(problem: Problem, index: u32) -> u32 { return problem.first * ${FIELD_COUNT}u + index * problem.size; }
fn logWeightsOf(problem: Problem, end: u32) -> u32 { return field(problem, ${FIELDS.logWeights}u + 2u * end); }
fn potentialsOf(problem: Problem, end: u32) -> u32 { return field(problem, ${FIELDS.potentials}u + 2u * end); }
// what g becomes by a plain step from the iteration's g: this one's and the one's before, by turns
fn valuesOf(problem: Problem, iteration: u32) -> u32 { return field(problem, ${FIELDS.values}u + 2u * (iteration % 2u)); }
fn linesOf(problem: Problem) -> u32 { return field(problem, ${FIELDS.lines}u + 2u * now.end); }
fn residualStepOf(problem: Problem, k: u32) -> u32 { return field(problem, ${FIELDS.residualSteps}u + k); }
fn valueStepOf(problem: Problem, k: u32) -> u32 { return field(problem, ${FIELDS.valueSteps}u + k); }

fn rangeAt(slot: u32, problem: Problem, end: u32, index: u32) -> vec2u {
  return ranges[slot * ${SLOT_BYTES.ranges / 8}u + end * (problem.rows + problem.columns + 2u) + index];
}
fn rowRange(slot: u32, problem: Problem, end: u32, row: u32) -> vec2u { return rangeAt(slot, problem, end, row); }
fn columnRange(slot: u32, problem: Problem, end: u32, column: u32) -> vec2u {
  return rangeAt(slot, problem, end, problem.rows + column);
}
fn rowsWithMass(slot: u32, problem: Problem, end: u32) -> vec2u {
  return rangeAt(slot, problem, end, problem.rows + problem.columns);
}
fn columnsWithMass(slot: u32, problem: Problem, end: u32) -> vec2u {
  return rangeAt(slot, problem, end, problem.rows + problem.columns + 1u);
}
fn meanAt(slot: u32, end: u32, index: u32) -> u32 { return (2u * slot + end) * LINES + index; }
fn tiltAt(problem: Problem, end: u32, row: u32, column: u32) -> f32 {
  return dot(problem.tilt[end].xyz, vec3f(1.0, f32(row), f32(column)));
}

// the whole workgroup's, so that it may return by it
fn isWaiting(mine: Active, lane: u32) -> bool {
  if (lane == 0u) {
    var isDone = now.iteration >= mine.count;
    if (now.iteration > 0u) { isDone = isDone || errors[mine.slot * PER_LOOK + now.iteration - 1u] <= mine.tolerance; }
    waits = select(0u, 1u, isDone);
  }
  return workgroupUniformLoad(&waits) == 1u;
}

// a symmetric problem has one end and one half step, that of the target
fn hasHalfStep(problem: Problem) -> bool { return now.end == 1u || problem.isSymmetric == 0u; }
fn otherEnd(problem: Problem) -> u32 { return select(1u - now.end, now.end, problem.isSymmetric == 1u); }
`
