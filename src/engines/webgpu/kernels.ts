import { LOG_NOTHING } from '../batch/dense-stage.ts'

/** Invocations of a workgroup, which makes one line of a problem. */
const WORKGROUP = 32
/** The longest line that fits a workgroup's memory. */
export const LONGEST_LINE = 2048

/**
 * What the kernels know of a slot's problem, in 4-byte words: rows, columns, whether it is symmetric, scale, τ, λ/ε, the logarithms of both
 * masses, then either end's tilt: constant, per row, per column, and one to fill up.
 */
export const PROBLEM_WORDS = 16

/**
 * The over-relaxed, translation-invariant Sinkhorn iteration (Séjourné, Vialard, Peyré 2022) on a bucket of problems, in float32 and the log
 * domain. A half step for all of them is `alongRows`, then `downColumns`: the squared distance's kernel factors into rows and columns
 * (Solomon et al. 2015). Each workgroup makes one line of one problem: every sum is taken relative to its own largest term, so that no
 * range of exponents is too large. A problem's lines are bounded by its own size, not the bucket's: padding costs room and no time.
 *
 * The ends are 0 (source, with f) and 1 (target, with g). Logarithms of numbers near 1 are taken of their excess over 1: an error of 1e-5
 * in the constant between f and g would drag them apart at every step.
 *
 * @param rows of the bucket's shape
 * @param columns of the bucket's shape
 */
export function kernelSource(rows: number, columns: number): string {
  return `
const ROWS = ${rows}u;
const COLUMNS = ${columns}u;
const CELLS = ${rows * columns}u;
const NOTHING = ${LOG_NOTHING}f;

struct Problem {
  rows: u32, columns: u32,
  isSymmetric: u32,
  scale: f32,
  tau: f32,
  reach: f32,
  logMass: vec2f,
  // of each end: constant, per row, per column
  tilt: array<vec4f, 2>,
}

// a slot that is iterated on: until its half steps are used up, then it waits
struct Active { slot: u32, omega: f32, halfSteps: u32, padding: u32 }

// the half step of this dispatch, which updates the potential of end step % 2
struct HalfStep { step: u32, perLook: u32 }

// mean of e^x under weights of sum 'share': e^top (share + excess); the error of the line's marginals beside it
struct Mean { top: f32, share: f32, excess: f32, error: f32 }

@group(0) @binding(0) var<storage, read> problems: array<Problem>;
@group(0) @binding(1) var<storage, read> actives: array<Active>;
// [slot][end][row][column]
@group(0) @binding(2) var<storage, read> logWeights: array<f32>;
@group(0) @binding(3) var<storage, read_write> potentials: array<f32>;
// [slot][end]: for each row the columns that hold mass, for each column the rows, then both for the whole; from, until
@group(0) @binding(4) var<storage, read> ranges: array<vec2u>;
// [slot][column][row]: what has come along the rows
@group(0) @binding(5) var<storage, read_write> lines: array<f32>;
// [slot][end][column]
@group(0) @binding(6) var<storage, read_write> means: array<Mean>;
// [slot]: the logarithms of sum w e^(-p/lambda) at both ends, then the marginal error found in each half step
@group(0) @binding(7) var<storage, read_write> results: array<f32>;
@group(1) @binding(0) var<uniform> now: HalfStep;

const RANGES = ROWS + COLUMNS + 2u;

// four values each
var<workgroup> line: array<vec4f, ${Math.ceil(Math.max(rows, columns) / 4)}>;
var<workgroup> merged: array<Mean, ${WORKGROUP}>;

fn rowRange(slot: u32, end: u32, row: u32) -> vec2u { return ranges[(2u * slot + end) * RANGES + row]; }
fn columnRange(slot: u32, end: u32, column: u32) -> vec2u { return ranges[(2u * slot + end) * RANGES + ROWS + column]; }
fn rowsWithMass(slot: u32, end: u32) -> vec2u { return ranges[(2u * slot + end) * RANGES + ROWS + COLUMNS]; }
fn columnsWithMass(slot: u32, end: u32) -> vec2u { return ranges[(2u * slot + end) * RANGES + ROWS + COLUMNS + 1u]; }
fn resultsOf(slot: u32) -> u32 { return slot * (2u + now.perLook); }

fn otherEnd(problem: Problem, end: u32) -> u32 { return select(1u - end, 0u, problem.isSymmetric == 1u); }

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

// what the half step before left in its columns, as the whole problem's
fn sumUp(mine: Active, lane: u32) {
  let problem = problems[mine.slot];
  let before = now.step - 1u;
  let end = before % 2u;
  let isIdle = before >= mine.halfSteps || (problem.isSymmetric == 1u && end == 1u);
  var own = EMPTY;
  if (!isIdle) {
    for (var x = lane; x < problem.columns; x += ${WORKGROUP}u) {
      own = merge(own, means[(2u * mine.slot + end) * COLUMNS + x]);
    }
  }
  mergeAll(own, lane);
  if (lane == 0u) {
    let at = resultsOf(mine.slot);
    let all = merged[0];
    if (!isIdle) { results[at + end] = log1p(all.excess) + all.top + problem.logMass[end]; }
    results[at + 2u + before] = all.error;
  }
}

// in quads of the line, the first and the one after the last
fn quadsOf(range: vec2u) -> vec2u { return vec2u(range.x / 4u, (range.y + 3u) / 4u); }

// log sum exp(line[j] - scale (i - j)^2) over the range, at i = at, at + 1, at + 2, at + 3: sixteen terms for each quad that is read
fn arriveAt(at: u32, range: vec2u, scale: f32) -> vec4f {
  let quads = quadsOf(range);
  let first = vec4f(0.0, 1.0, 2.0, 3.0) + (f32(at) - f32(4u * quads.x));
  var top = vec4f(NOTHING);
  var distance = first;
  for (var q = quads.x; q < quads.y; q++) {
    let values = line[q];
    let d1 = distance - 1.0;
    let d2 = distance - 2.0;
    let d3 = distance - 3.0;
    let even = max(values.x - scale * distance * distance, values.y - scale * d1 * d1);
    let odd = max(values.z - scale * d2 * d2, values.w - scale * d3 * d3);
    top = max(top, max(even, odd));
    distance -= 4.0;
  }
  var sum = vec4f(0.0);
  distance = first;
  for (var q = quads.x; q < quads.y; q++) {
    let values = line[q];
    let d1 = distance - 1.0;
    let d2 = distance - 2.0;
    let d3 = distance - 3.0;
    let even = exp(values.x - top - scale * distance * distance) + exp(values.y - top - scale * d1 * d1);
    let odd = exp(values.z - top - scale * d2 * d2) + exp(values.w - top - scale * d3 * d3);
    sum += even + odd;
    distance -= 4.0;
  }
  return select(vec4f(NOTHING), top + log(sum), top > vec4f(0.5 * NOTHING));
}

@compute @workgroup_size(${WORKGROUP})
fn alongRows(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let mine = actives[group.y];
  let row = group.x;
  if (row == ROWS) {
    if (now.step > 0u) { sumUp(mine, lane); }
    return;
  }
  let slot = mine.slot;
  let problem = problems[slot];
  let end = now.step % 2u;
  let isIdle = now.step >= mine.halfSteps || (problem.isSymmetric == 1u && end == 1u);
  if (isIdle || row >= problem.rows) { return; }
  let other = otherEnd(problem, end);
  let range = rowRange(slot, other, row);
  let wanted = columnsWithMass(slot, end);
  let base = (2u * slot + other) * CELLS + row * COLUMNS;
  let quads = quadsOf(range);
  for (var q = quads.x + lane; q < quads.y; q += ${WORKGROUP}u) {
    var values = vec4f(NOTHING);
    for (var k = 0u; k < 4u; k++) {
      let x = 4u * q + k;
      if (x >= range.x && x < range.y) { values[k] = logWeights[base + x] + potentials[base + x]; }
    }
    line[q] = values;
  }
  workgroupBarrier();
  for (var at = wanted.x + 4u * lane; at < wanted.y; at += ${4 * WORKGROUP}u) {
    let arriving = arriveAt(at, range, problem.scale);
    for (var k = 0u; k < min(4u, wanted.y - at); k++) { lines[slot * CELLS + (at + k) * ROWS + row] = arriving[k]; }
  }
}

@compute @workgroup_size(${WORKGROUP})
fn downColumns(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let mine = actives[group.y];
  let column = group.x;
  let slot = mine.slot;
  let problem = problems[slot];
  let end = now.step % 2u;
  let isIdle = now.step >= mine.halfSteps || (problem.isSymmetric == 1u && end == 1u);
  if (isIdle || column >= problem.columns) { return; }
  let other = otherEnd(problem, end);
  let range = rowsWithMass(slot, other);
  let wanted = columnRange(slot, end, column);
  let quads = quadsOf(range);
  for (var q = quads.x + lane; q < quads.y; q += ${WORKGROUP}u) {
    var values = vec4f(NOTHING);
    for (var k = 0u; k < 4u; k++) {
      let y = 4u * q + k;
      if (y >= range.x && y < range.y) { values[k] = lines[slot * CELLS + column * ROWS + y]; }
    }
    line[q] = values;
  }
  workgroupBarrier();

  let relaxed = resultsOf(slot);
  let constant = 0.5 * (results[relaxed + other] - results[relaxed + end]);
  let base = (2u * slot + end) * CELLS + column;
  var own = EMPTY;
  for (var at = wanted.x + 4u * lane; at < wanted.y; at += ${4 * WORKGROUP}u) {
    let arrivingAll = arriveAt(at, range, problem.scale);
    for (var k = 0u; k < min(4u, wanted.y - at); k++) {
      let place = base + (at + k) * COLUMNS;
      let logWeight = logWeights[place];
      if (logWeight < 0.5 * NOTHING) { continue; }
      let arriving = arrivingAll[k];
      let potential = potentials[place];
      let o = dot(problem.tilt[end].xyz, vec3f(1.0, f32(at + k), f32(column)));
      // p <- p + omega (-tau (log sum exp - c/lambda) - p): the half step between p - c and q + c, with the constant taken off again;
      // of the potential without its tilt, so that (1 - tau) o is left
      let plain = -problem.tau * (arriving - constant) + o / (1.0 + problem.reach);
      let next = potential + mine.omega * (plain - potential);
      potentials[place] = next;
      let marginal = exp(logWeight + potential + arriving);
      let wantedMarginal = exp(logWeight + constant - (potential - o) / problem.reach);
      let share = exp(logWeight - problem.logMass[end]);
      own = merge(own, Mean(-(next - o) / problem.reach, share, 0.0, abs(marginal - wantedMarginal)));
    }
  }
  mergeAll(own, lane);
  if (lane == 0u) { means[(2u * slot + end) * COLUMNS + column] = merged[0]; }
}

// after a look's last half step
@compute @workgroup_size(${WORKGROUP})
fn sumUpLast(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  sumUp(actives[group.y], lane);
}
`
}
