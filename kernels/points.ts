/** out[at[i]] = exp(h[i] − shift) for i < count: points to a dense grid */
export function scatterExp(h: usize, at: usize, count: i32, shift: f64, out: usize): void {
  for (let i = 0; i < count; i++) {
    const index: usize = <usize>load<i32>(at + (<usize>i << 2))
    store<f64>(out + (index << 3), NativeMath.exp(load<f64>(h + (<usize>i << 3)) - shift))
  }
}

/** out[i] = log(grid[at[i]]) + shift for i < count; returns the smallest grid value met */
export function gatherLog(grid: usize, at: usize, count: i32, shift: f64, out: usize): f64 {
  let smallest = Infinity
  for (let i = 0; i < count; i++) {
    const index: usize = <usize>load<i32>(at + (<usize>i << 2))
    const value = load<f64>(grid + (index << 3))
    smallest = min(smallest, value)
    store<f64>(out + (<usize>i << 3), NativeMath.log(value) + shift)
  }
  return smallest
}
