import { FIELDS, LARGE, PRODUCTS, WINDOW, WORKGROUP } from './layout.ts'

/**
 * Anderson's method (1965; type II, Walker and Ni 2011) on g: `mix` makes g of the steps before, `remember` and `accelerate` find out how much of each to
 * take back, or that they have misled: then the best g so far is gone back to.
 */
export const ACCELERATION = `
// an error that grew this much since the smallest means that the steps before have misled
const GROWTH = 4.0;
// keeps the small least-squares problem solvable when steps are nearly dependent, relative to their lengths
const REGULARISATION = 1e-6;
const LARGE = ${LARGE}f;

var<workgroup> summed: array<array<f32, ${PRODUCTS}>, ${WORKGROUP}>;
var<workgroup> totals: array<f32, ${PRODUCTS}>;

// what becomes of g at the next iteration; at first it stays
const STAY = 0u;
const GO_ON = 1u;
const GO_BACK = 2u;

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
    if (then == STAY) { putPair(problem, safe + place, value); }
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
  return changeOfExp(known[0] + constant, states[slot].constant - constant);
}

fn decide(slot: u32, error: f32, isAccelerated: bool) {
  states[slot].iterations++;
  // no number is a misled one too
  if (!(error <= GROWTH * states[slot].smallestError)) {
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
