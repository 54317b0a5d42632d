import { WORKGROUP } from './layout.ts'

/**
 * A half step of the translation-invariant Sinkhorn iteration (Séjourné, Vialard, Peyré 2022) in the log domain: `alongRows`, then `downColumns`, as
 * the squared distance's kernel factors into rows and columns (Solomon et al. 2015). Each workgroup makes one line of one problem, whose size is its
 * own: every sum is taken relative to its own largest term, or what is near it, so that no range of exponents is too large.
 *
 * @param longestLine of any problem, cells
 */
export function halfSteps(longestLine: number): string {
  return `
// a sum of more or less than this costs digits, relative to what it was taken for
const NEAR_GUESS = 1e3;

// a line's values in two parts, four at a time
var<workgroup> line: array<vec4f, ${Math.ceil(longestLine / 4)}>;
var<workgroup> rests: array<vec4f, ${Math.ceil(longestLine / 4)}>;

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

// What is expected of four results: what they were the last time, and which of them are wanted; 'isKnown' where there was a last time.
struct Guess { isKnown: bool, values: vec4f, isWanted: vec4<bool> }

// log sum exp(line[j] - scale (i - j)^2) over the range, at i = at, at + 1, at + 2, at + 3, in two parts: sixteen terms for each quad that is read.
// Where those that are wanted are near the guess, which spares the search for the largest term, the sums are relative to that.
fn arriveAt(problem: Problem, at: u32, range: vec2u, guess: Guess) -> array<vec2f, 4> {
  let quads = quadsOf(range);
  var top = round(guess.values / problem.quantum) * problem.quantum;
  var sums = vec4f(0.0);
  var isNear = guess.isKnown;
  if (isNear) {
    sums = sumsAt(problem, at, quads, top);
    isNear = all(!guess.isWanted | ((sums >= vec4f(1.0 / NEAR_GUESS)) & (sums <= vec4f(NEAR_GUESS))));
  }
  if (!isNear) {
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
    // what lies there at first was left by another problem
    var guess = Guess(states[slot].iterations > 0u, vec4f(0.0), vec4u(0u, 1u, 2u, 3u) < vec4u(count));
    for (var k = 0u; k < count; k++) { guess.values[k] = cells[lines + (at + k) * problem.columnStride + row]; }
    let arriving = arriveAt(problem, at, range, guess);
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
    var guess = Guess(states[slot].iterations > 0u, vec4f(0.0), vec4<bool>(false));
    for (var k = 0u; k < min(4u, wanted.y - at); k++) {
      let place = (at + k) * problem.rowStride + column;
      guess.isWanted[k] = cells[logWeights + place] > 0.5 * NOTHING;
      guess.values[k] = -cells[potentials + place];
    }
    let arrivingAll = arriveAt(problem, at, range, guess);
    for (var k = 0u; k < 4u; k++) {
      if (!guess.isWanted[k]) { continue; }
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
        let relaxed = constant - (whole(g) - o) / problem.reach;
        own.error += changeOfExp(whole(logWeight) + relaxed, whole(g + arriving) - relaxed);
      }
    }
  }
  mergeAll(own, lane);
  if (lane == 0u) { means[meanAt(slot, end, column)] = merged[0]; }
}
`
}
