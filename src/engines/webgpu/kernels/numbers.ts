/** What float32 alone has too few digits for. */
export const NUMBERS = `
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

fn expm1(x: f32) -> f32 {
  if (abs(x) > 0.25) { return exp(x) - 1.0; }
  return x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0 * (1.0 + x / 7.0))))));
}

// |e^(x + step) - e^x|: two nearly equal marginals differ by less than their own exponents' rounding
fn changeOfExp(x: f32, step: f32) -> f32 { return exp(min(x + max(step, 0.0), LARGEST_EXPONENT)) * -expm1(-abs(step)); }

fn log1p(x: f32) -> f32 {
  if (abs(x) > 0.25) { return log(1.0 + x); }
  let z = x / (2.0 + x);
  let square = z * z;
  return 2.0 * z * (1.0 + square * (1.0 / 3.0 + square * (0.2 + square * (1.0 / 7.0 + square / 9.0))));
}
`
