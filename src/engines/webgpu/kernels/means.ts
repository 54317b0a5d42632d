import { WORKGROUP } from './layout.ts'

/**
 * Means of exponentials that are nearly 1, over a line and over a problem. Logarithms are taken of their excess over 1: an error of 1e-5 in the
 * constant between f and g would drag them apart at every step.
 */
export const MEANS = `
// mean of e^x under weights of sum 'share': e^top (share + excess); the error of the line's marginals beside it
struct Mean { top: f32, share: f32, excess: f32, error: f32 }

var<workgroup> merged: array<Mean, ${WORKGROUP}>;

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
`
