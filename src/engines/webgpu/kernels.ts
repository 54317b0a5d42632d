import { ITERATIONS_PER_LOOK } from '../batch/batch-device.ts'
import { LOG_NOTHING } from '../batch/dense-stage.ts'

/** Invocations of a workgroup, which makes one line of a problem. */
const WORKGROUP = 32
/** The longest line that fits a workgroup's memory. */
export const LONGEST_LINE = 2048
/** How many past steps the next one is made of (Anderson's method). */
const WINDOW = 8
/** For a line, the sums of products of the last step with each, and of the residual with each. */
const PRODUCTS = 2 * WINDOW
/** Where a problem's fields begin in the device's memory. Logarithms of weights, potentials and what they become are two numbers each: see `split` below. */
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

export const ENTRY_POINTS = ['mix', 'alongRows', 'downColumns', 'remember', 'accelerate'] as const
export type EntryPoint = (typeof ENTRY_POINTS)[number]

/**
 * The translation-invariant Sinkhorn iteration (Séjourné, Vialard, Peyré 2022) on g for any number of problems at once, in float32 and the log
 * domain, accelerated by Anderson's method (1965; type II, Walker and Ni 2011) over the last eight steps.
 *
 * A half step is `alongRows`, then `downColumns`: the squared distance's kernel factors into rows and columns (Solomon et al. 2015). Each workgroup
 * makes one line of one problem, whose size is its own: every sum is taken relative to its own largest term, so that no range of exponents is too
 * large. `mix` makes g of the steps before, f follows from g, and from f what g becomes; `remember` and `accelerate` find out how much of the
 * steps before to take back, or that they have misled: then the best g so far is gone back to.
 *
 * The ends are 0 (source, with f) and 1 (target, with g). Logarithms of numbers near 1 are taken of their excess over 1: an error of 1e-5
 * in the constant between f and g would drag them apart at every step.
 *
 * @param longestLine of any problem, cells
 */
export function kernelSource(longestLine: number): string {
  return `
const NOTHING = ${LOG_NOTHING}f;
const LINES = ${LONGEST_LINE}u;
const PER_LOOK = ${ITERATIONS_PER_LOOK}u;
const WINDOW = ${WINDOW}u;
// an error that grew this much since the smallest means that the steps before have misled
const GROWTH = 4.0;
// keeps the small least-squares problem solvable when steps are nearly dependent, relative to their lengths
const REGULARISATION = 1e-6;
// as good as infinite
const LARGE = 1e30;
// exponents beyond this are those of an iterate that misled
const LARGEST_EXPONENT = 60.0;
// a sum of more or less than this costs digits, relative to what it was taken for
const NEAR_GUESS = 1e3;

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

// what becomes of g at the next iteration
const STAY = 0u;
const GO_ON = 1u;
const GO_BACK = 2u;

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

// mean of e^x under weights of sum 'share': e^top (share + excess); the error of the line's marginals beside it
struct Mean { top: f32, share: f32, excess: f32, error: f32 }

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

// four values each
var<workgroup> line: array<vec4f, ${Math.ceil(longestLine / 4)}>;
var<workgroup> rests: array<vec4f, ${Math.ceil(longestLine / 4)}>;
var<workgroup> merged: array<Mean, ${WORKGROUP}>;
var<workgroup> summed: array<array<f32, ${PRODUCTS}>, ${WORKGROUP}>;
var<workgroup> totals: array<f32, ${PRODUCTS}>;
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

// A number of some hundreds has five digits behind the point in float32, and its rounding would be all that is left of an error after a few
// iterations. So what is as large as a potential is two numbers: a multiple of the problem's quantum, sums and differences of which are exact,
// and the rest.
fn split(problem: Problem, multiple: f32, rest: f32) -> vec2f {
  let more = round(rest / problem.quantum) * problem.quantum;
  return vec2f(multiple + more, rest - more);
}
fn pairAt(problem: Problem, at: u32) -> vec2f { return vec2f(cells[at], cells[at + problem.size]); }
fn putPair(problem: Problem, at: u32, value: vec2f) {
  cells[at] = value.x;
  cells[at + problem.size] = value.y;
}
fn whole(value: vec2f) -> f32 { return value.x + value.y; }
fn apart(a: vec2f, b: vec2f) -> f32 { return (a.x - b.x) + (a.y - b.y); }

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

fn expm1(x: f32) -> f32 {
  if (abs(x) > 0.25) { return exp(x) - 1.0; }
  return x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0 * (1.0 + x / 7.0))))));
}

fn log1p(x: f32) -> f32 {
  if (abs(x) > 0.25) { return log(1.0 + x); }
  let z = x / (2.0 + x);
  let square = z * z;
  return 2.0 * z * (1.0 + square * (1.0 / 3.0 + square * (0.2 + square * (1.0 / 7.0 + square / 9.0))));
}

fn merge(a: Mean, b: Mean) -> Mean {
  let top = max(a.top, b.top);
  let fromA = a.excess * exp(a.top - top) + a.share * expm1(a.top - top);
  let fromB = b.excess * exp(b.top - top) + b.share * expm1(b.top - top);
  return Mean(top, a.share + b.share, fromA + fromB, a.error + b.error);
}

const EMPTY = Mean(NOTHING, 0.0, 0.0, 0.0);

// all of the workgroup's, in merged[0]
fn mergeAll(own: Mean, lane: u32) {
  merged[lane] = own;
  for (var half = ${WORKGROUP / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { merged[lane] = merge(merged[lane], merged[lane + half]); }
  }
  workgroupBarrier();
}

// g from the steps before, and the means from which log sum w e^(-g/lambda) follows
@compute @workgroup_size(${WORKGROUP})
fn mix(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let mine = actives[group.y];
  let problem = problems[mine.slot];
  let row = group.x;
  if (isWaiting(mine, lane) || row >= problem.rows) { return; }
  let logWeights = logWeightsOf(problem, 1u);
  let g = potentialsOf(problem, 1u);
  let safe = field(problem, ${FIELDS.safe}u);
  let then = states[mine.slot].then;
  let values = valuesOf(problem, states[mine.slot].iterations + 1u);
  let range = rowRange(mine.slot, problem, 1u, row);
  var own = EMPTY;
  for (var x = range.x + lane; x < range.y; x += ${WORKGROUP}u) {
    let place = row * problem.rowStride + x;
    let logWeight = whole(pairAt(problem, logWeights + place));
    if (logWeight < 0.5 * NOTHING) { continue; }
    var value = pairAt(problem, g + place);
    if (then == GO_BACK) { value = pairAt(problem, safe + place); }
    if (then == GO_ON) {
      value = pairAt(problem, values + place);
      if (states[mine.slot].isBest == 1u) { putPair(problem, safe + place, value); }
      var takenBack = 0.0;
      for (var k = 0u; k < states[mine.slot].held; k++) {
        takenBack += states[mine.slot].shares[k] * cells[valueStepOf(problem, k) + place];
      }
      value = split(problem, value.x, value.y - takenBack);
    }
    putPair(problem, g + place, value);
    let share = exp(logWeight - problem.logMass[1]);
    own = merge(own, Mean(-(whole(value) - tiltAt(problem, 1u, row, x)) / problem.reach, share, 0.0, 0.0));
  }
  mergeAll(own, lane);
  if (lane == 0u) { means[meanAt(mine.slot, 1u, row)] = merged[0]; }
}

// the other end's log sum w e^(-p/lambda), of what its lines have left
fn sumUp(slot: u32, problem: Problem, lane: u32) {
  let end = 1u - now.end;
  let count = select(problem.columns, problem.rows, end == 1u);
  var own = EMPTY;
  for (var k = lane; k < count; k += ${WORKGROUP}u) { own = merge(own, means[meanAt(slot, end, k)]); }
  mergeAll(own, lane);
  if (lane == 0u) {
    let known = states[slot].logRelaxed;
    let relaxed = log1p(merged[0].excess) + merged[0].top + problem.logMass[end];
    if (end == 0u) { states[slot].constant = 0.5 * (known[1] - known[0]); }
    states[slot].logRelaxed[end] = relaxed;
    // there is no f yet
    if (end == 1u && states[slot].iterations == 0u) { states[slot].logRelaxed[0] = relaxed; }
  }
}

// in quads of the line, the first and the one after the last
fn quadsOf(range: vec2u) -> vec2u { return vec2u(range.x / 4u, (range.y + 3u) / 4u); }

// of four terms
fn largestOf(values: vec4f) -> f32 { return max(max(values.x, values.y), max(values.z, values.w)); }

// (i - j)^2 for i = at, at + 1, at + 2, at + 3, each with the four j of a quad, the first of which is 'distance' before at
fn squaresOf(distance: f32) -> array<vec4f, 4> {
  let before = distance + vec4f(-3.0, -2.0, -1.0, 0.0);
  let after = distance + vec4f(1.0, 2.0, 3.0, 4.0);
  let b = before * before;
  let a = after * after;
  return array<vec4f, 4>(b.wzyx, vec4f(a.x, b.wzy), vec4f(a.yx, b.wz), vec4f(a.zyx, b.w));
}

// the largest line[j] - scale (i - j)^2 over the quads, at i = at, at + 1, at + 2, at + 3
fn largestAt(problem: Problem, at: u32, quads: vec2u) -> vec4f {
  let scale = whole(problem.scale);
  var largest = array<vec4f, 4>(vec4f(NOTHING), vec4f(NOTHING), vec4f(NOTHING), vec4f(NOTHING));
  var distance = f32(at) - f32(4u * quads.x);
  for (var q = quads.x; q < quads.y; q++) {
    let values = line[q];
    let squares = squaresOf(distance);
    largest[0] = max(largest[0], values - scale * squares[0]);
    largest[1] = max(largest[1], values - scale * squares[1]);
    largest[2] = max(largest[2], values - scale * squares[2]);
    largest[3] = max(largest[3], values - scale * squares[3]);
    distance -= 4.0;
  }
  return vec4f(largestOf(largest[0]), largestOf(largest[1]), largestOf(largest[2]), largestOf(largest[3]));
}

// sum exp(line[j] - scale (i - j)^2 - top), top a multiple of the quantum
fn sumsAt(problem: Problem, at: u32, quads: vec2u, top: vec4f) -> vec4f {
  var sums = array<vec4f, 4>(vec4f(0.0), vec4f(0.0), vec4f(0.0), vec4f(0.0));
  var distance = f32(at) - f32(4u * quads.x);
  for (var q = quads.x; q < quads.y; q++) {
    let values = line[q];
    let rest = rests[q];
    let squares = squaresOf(distance);
    sums[0] += exp((values - top.x - problem.scale.x * squares[0]) + (rest - problem.scale.y * squares[0]));
    sums[1] += exp((values - top.y - problem.scale.x * squares[1]) + (rest - problem.scale.y * squares[1]));
    sums[2] += exp((values - top.z - problem.scale.x * squares[2]) + (rest - problem.scale.y * squares[2]));
    sums[3] += exp((values - top.w - problem.scale.x * squares[3]) + (rest - problem.scale.y * squares[3]));
    distance -= 4.0;
  }
  let one = vec4f(1.0);
  return vec4f(dot(sums[0], one), dot(sums[1], one), dot(sums[2], one), dot(sums[3], one));
}

// log sum exp(line[j] - scale (i - j)^2) over the range, at i = at, at + 1, at + 2, at + 3, in two parts: sixteen terms for each quad that is read.
// Where those of 'wanted' are near the guess, which spares the search for the largest term, the sums are relative to that.
fn arriveAt(problem: Problem, at: u32, range: vec2u, guess: vec4f, wanted: vec4<bool>) -> array<vec2f, 4> {
  let quads = quadsOf(range);
  var top = round(guess / problem.quantum) * problem.quantum;
  var sums = sumsAt(problem, at, quads, top);
  if (any(wanted & ((sums < vec4f(1.0 / NEAR_GUESS)) | (sums > vec4f(NEAR_GUESS))))) {
    top = round(largestAt(problem, at, quads) / problem.quantum) * problem.quantum;
    sums = sumsAt(problem, at, quads, top);
  }
  var arriving: array<vec2f, 4>;
  for (var k = 0u; k < 4u; k++) {
    arriving[k] = vec2f(NOTHING, 0.0);
    if (top[k] > 0.5 * NOTHING) { arriving[k] = split(problem, top[k], log(sums[k])); }
  }
  return arriving;
}

// one workgroup more than there are rows: it sums up the other end
@compute @workgroup_size(${WORKGROUP})
fn alongRows(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let mine = actives[group.y];
  let slot = mine.slot;
  let problem = problems[slot];
  if (isWaiting(mine, lane) || !hasHalfStep(problem)) { return; }
  if (group.x == groups.x - 1u) {
    if (problem.isSymmetric == 0u) { sumUp(slot, problem, lane); }
    return;
  }
  let row = group.x;
  if (row >= problem.rows) { return; }
  let other = otherEnd(problem);
  let range = rowRange(slot, problem, other, row);
  let wanted = columnsWithMass(slot, problem, now.end);
  let logWeights = logWeightsOf(problem, other) + row * problem.rowStride;
  let potentials = potentialsOf(problem, other) + row * problem.rowStride;
  let lines = linesOf(problem);
  let quads = quadsOf(range);
  for (var q = quads.x + lane; q < quads.y; q += ${WORKGROUP}u) {
    var values = vec4f(NOTHING);
    var rest = vec4f(0.0);
    for (var k = 0u; k < 4u; k++) {
      let x = 4u * q + k;
      if (x < range.x || x >= range.y || cells[logWeights + x] < 0.5 * NOTHING) { continue; }
      let leaving = pairAt(problem, potentials + x) + pairAt(problem, logWeights + x);
      values[k] = leaving.x;
      rest[k] = leaving.y;
    }
    line[q] = values;
    rests[q] = rest;
  }
  workgroupBarrier();
  for (var at = wanted.x + 4u * lane; at < wanted.y; at += ${4 * WORKGROUP}u) {
    let count = min(4u, wanted.y - at);
    var guess = vec4f(NOTHING);
    // what lies there at first was left by another problem
    if (states[slot].iterations > 0u) {
      for (var k = 0u; k < count; k++) { guess[k] = cells[lines + (at + k) * problem.columnStride + row]; }
    }
    let arriving = arriveAt(problem, at, range, guess, vec4u(0u, 1u, 2u, 3u) < vec4u(count));
    for (var k = 0u; k < count; k++) {
      putPair(problem, lines + (at + k) * problem.columnStride + row, arriving[k]);
    }
  }
}

@compute @workgroup_size(${WORKGROUP})
fn downColumns(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let mine = actives[group.y];
  let slot = mine.slot;
  let problem = problems[slot];
  let column = group.x;
  if (isWaiting(mine, lane) || !hasHalfStep(problem) || column >= problem.columns) { return; }
  let end = now.end;
  let other = otherEnd(problem);
  let range = rowsWithMass(slot, problem, other);
  let wanted = columnRange(slot, problem, end, column);
  let lines = linesOf(problem) + column * problem.columnStride;
  let quads = quadsOf(range);
  for (var q = quads.x + lane; q < quads.y; q += ${WORKGROUP}u) {
    var values = vec4f(NOTHING);
    var rest = vec4f(0.0);
    for (var k = 0u; k < 4u; k++) {
      let y = 4u * q + k;
      if (y < range.x || y >= range.y) { continue; }
      let passing = pairAt(problem, lines + y);
      values[k] = passing.x;
      rest[k] = passing.y;
    }
    line[q] = values;
    rests[q] = rest;
  }
  workgroupBarrier();

  let constant = 0.5 * (states[slot].logRelaxed[other] - states[slot].logRelaxed[end]);
  let logWeights = logWeightsOf(problem, end);
  let potentials = potentialsOf(problem, end);
  let values = valuesOf(problem, states[slot].iterations);
  var own = EMPTY;
  for (var at = wanted.x + 4u * lane; at < wanted.y; at += ${4 * WORKGROUP}u) {
    var guess = vec4f(0.0);
    var hasMass = vec4<bool>(false);
    for (var k = 0u; k < min(4u, wanted.y - at); k++) {
      let place = (at + k) * problem.rowStride + column;
      hasMass[k] = cells[logWeights + place] > 0.5 * NOTHING;
      guess[k] = -cells[potentials + place];
    }
    let arrivingAll = arriveAt(problem, at, range, guess, hasMass);
    for (var k = 0u; k < 4u; k++) {
      if (!hasMass[k]) { continue; }
      let place = (at + k) * problem.rowStride + column;
      let logWeight = pairAt(problem, logWeights + place);
      let arriving = arrivingAll[k];
      let o = tiltAt(problem, end, at + k, column);
      // -tau (log sum exp - c/lambda), tau = 1 - 1/(1 + lambda/epsilon): the half step between p - c and q + c, with the constant taken off
      // again; of the potential without its tilt, so that (1 - tau) o is left
      let damped = (whole(arriving) - constant + o) / (1.0 + problem.reach);
      let plain = split(problem, -arriving.x, constant - arriving.y + damped);
      if (end == 0u) {
        putPair(problem, potentials + place, plain);
        let share = exp(whole(logWeight) - problem.logMass[0]);
        own = merge(own, Mean(-(whole(plain) - o) / problem.reach, share, 0.0, 0.0));
      } else {
        let g = pairAt(problem, potentials + place);
        var value = plain;
        // a symmetric problem's step is the mean of where it was and where it would go (Feydy et al. 2019)
        if (problem.isSymmetric == 1u) { value = split(problem, g.x, g.y + 0.5 * ((plain.x - g.x) + (plain.y - g.y))); }
        putPair(problem, values + place, value);
        // of two nearly equal marginals, from the difference of their logarithms
        let relaxed = constant - (whole(g) - o) / problem.reach;
        let wantedMarginal = exp(min(whole(logWeight) + relaxed, LARGEST_EXPONENT));
        own.error += wantedMarginal * abs(expm1(min(whole(g + arriving) - relaxed, LARGEST_EXPONENT)));
      }
    }
  }
  mergeAll(own, lane);
  if (lane == 0u) { means[meanAt(slot, end, column)] = merged[0]; }
}

// the step's residual, what has changed since the step before, and the products with the changes of those before it
@compute @workgroup_size(${WORKGROUP})
fn remember(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let mine = actives[group.y];
  let slot = mine.slot;
  let problem = problems[slot];
  let row = group.x;
  if (isWaiting(mine, lane) || row >= problem.rows) { return; }
  let logWeights = logWeightsOf(problem, 1u);
  let g = potentialsOf(problem, 1u);
  let values = valuesOf(problem, states[slot].iterations);
  let valuesBefore = valuesOf(problem, states[slot].iterations + 1u);
  let residual = field(problem, ${FIELDS.residual}u);
  let hasResidual = states[slot].hasResidual == 1u;
  let next = states[slot].next;
  let held = min(states[slot].held + 1u, WINDOW);
  let range = rowRange(slot, problem, 1u, row);
  var own: array<f32, ${PRODUCTS}>;
  for (var x = range.x + lane; x < range.y; x += ${WORKGROUP}u) {
    let place = row * problem.rowStride + x;
    let logWeight = whole(pairAt(problem, logWeights + place));
    if (logWeight < 0.5 * NOTHING) { continue; }
    let value = pairAt(problem, values + place);
    let r = apart(value, pairAt(problem, g + place));
    if (hasResidual) {
      let step = r - cells[residual + place];
      cells[residualStepOf(problem, next) + place] = step;
      cells[valueStepOf(problem, next) + place] = apart(value, pairAt(problem, valuesBefore + place));
      let share = exp(logWeight - problem.logMass[1]);
      for (var k = 0u; k < held; k++) {
        let other = cells[residualStepOf(problem, k) + place];
        own[k] += share * step * other;
        own[WINDOW + k] += share * r * other;
      }
    }
    cells[residual + place] = r;
  }
  summed[lane] = own;
  workgroupBarrier();
  if (lane < ${PRODUCTS}u) { products[slot * LINES + row][lane] = sumOf(lane); }
}

// over the workgroup's lanes
fn sumOf(product: u32) -> f32 {
  var total = 0.0;
  for (var k = 0u; k < ${WORKGROUP}u; k++) { total += summed[k][product]; }
  return total;
}

// the error, and what is to become of g
@compute @workgroup_size(${WORKGROUP})
fn accelerate(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let mine = actives[group.y];
  let slot = mine.slot;
  let problem = problems[slot];
  if (isWaiting(mine, lane)) {
    if (lane == 0u && now.iteration < mine.count) {
      errors[slot * PER_LOOK + now.iteration] = errors[slot * PER_LOOK + now.iteration - 1u];
    }
    return;
  }
  var own: array<f32, ${PRODUCTS}>;
  for (var row = lane; row < problem.rows; row += ${WORKGROUP}u) {
    for (var k = 0u; k < ${PRODUCTS}u; k++) { own[k] += products[slot * LINES + row][k]; }
  }
  summed[lane] = own;
  var ownError = 0.0;
  for (var column = lane; column < problem.columns; column += ${WORKGROUP}u) {
    ownError += means[meanAt(slot, 1u, column)].error;
  }
  merged[lane].error = ownError;
  workgroupBarrier();
  if (lane < ${PRODUCTS}u) { totals[lane] = sumOf(lane); }
  workgroupBarrier();
  if (lane > 0u) { return; }
  var error = 0.0;
  for (var k = 0u; k < ${WORKGROUP}u; k++) { error += merged[k].error; }
  if (problem.isSymmetric == 1u) { error *= 2.0; } else { error += sourceError(slot); }
  errors[slot * PER_LOOK + now.iteration] = error;
  decide(slot, error, mine.isAccelerated == 1u);
}

// f makes the source's marginal right for the constant that it was made with, which g has changed since
fn sourceError(slot: u32) -> f32 {
  let known = states[slot].logRelaxed;
  let constant = 0.5 * (known[1] - known[0]);
  return exp(min(known[0] + constant, LARGEST_EXPONENT)) * abs(expm1(min(states[slot].constant - constant, LARGEST_EXPONENT)));
}

fn decide(slot: u32, error: f32, isAccelerated: bool) {
  states[slot].iterations++;
  if (error > GROWTH * states[slot].smallestError) {
    states[slot].then = GO_BACK;
    states[slot].smallestError = LARGE;
    forget(slot);
    return;
  }
  states[slot].then = GO_ON;
  states[slot].isBest = select(0u, 1u, error < states[slot].smallestError);
  states[slot].smallestError = min(error, states[slot].smallestError);
  if (!isAccelerated) {
    forget(slot);
    return;
  }
  if (states[slot].hasResidual == 1u) { shareOut(slot); }
  states[slot].hasResidual = 1u;
}

fn forget(slot: u32) {
  states[slot].held = 0u;
  states[slot].next = 0u;
  states[slot].hasResidual = 0u;
}

// argmin |r - sum share_k step_k|, from the steps' products with each other and with r
fn shareOut(slot: u32) {
  let newest = states[slot].next;
  let held = min(states[slot].held + 1u, WINDOW);
  states[slot].held = held;
  states[slot].next = (newest + 1u) % WINDOW;
  var right: array<f32, WINDOW>;
  for (var k = 0u; k < held; k++) {
    states[slot].gram[newest * WINDOW + k] = totals[k];
    states[slot].gram[k * WINDOW + newest] = totals[k];
    right[k] = totals[WINDOW + k];
  }
  var lengths: array<f32, WINDOW>;
  for (var k = 0u; k < held; k++) {
    let length = sqrt(states[slot].gram[k * WINDOW + k]);
    lengths[k] = select(1.0, length, length > 0.0);
  }
  var matrix: array<f32, ${WINDOW * WINDOW}>;
  for (var i = 0u; i < held; i++) {
    right[i] /= lengths[i];
    for (var j = 0u; j < held; j++) {
      matrix[i * WINDOW + j] = states[slot].gram[i * WINDOW + j] / (lengths[i] * lengths[j]);
    }
    matrix[i * WINDOW + i] += REGULARISATION;
  }
  for (var i = 0u; i < held; i++) {
    // rounding may leave less than what was added
    let pivot = max(matrix[i * WINDOW + i], 0.5 * REGULARISATION);
    matrix[i * WINDOW + i] = pivot;
    for (var k = i + 1u; k < held; k++) {
      let factor = matrix[k * WINDOW + i] / pivot;
      for (var j = i; j < held; j++) { matrix[k * WINDOW + j] -= factor * matrix[i * WINDOW + j]; }
      right[k] -= factor * right[i];
    }
  }
  for (var back = 0u; back < held; back++) {
    let i = held - 1u - back;
    var value = right[i];
    for (var j = i + 1u; j < held; j++) { value -= matrix[i * WINDOW + j] * right[j]; }
    right[i] = value / matrix[i * WINDOW + i];
    states[slot].shares[i] = right[i] / lengths[i];
  }
}
`
}
