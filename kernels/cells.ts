// between a measure's points and cells that hold many of them each; `ofPoint` are int32 indices of cells, one a point

/** sums[ofPoint[i]] += weights[i] (a[i] − b[i]) */
export function gatherDifferences(
  weights: usize,
  a: usize,
  b: usize,
  ofPoint: usize,
  count: i32,
  sums: usize,
): void {
  for (let i = 0; i < count; i++) {
    const at = <usize>i << 3
    const cell = sums + (<usize>load<i32>(ofPoint + (<usize>i << 2)) << 3)
    store<f64>(cell, load<f64>(cell) + load<f64>(weights + at) * (load<f64>(a + at) - load<f64>(b + at)))
  }
}

/** values[i] += share · ofCells[ofPoint[i]] */
export function addCells(ofCells: usize, share: f64, ofPoint: usize, count: i32, values: usize): void {
  for (let i = 0; i < count; i++) {
    const at = values + (<usize>i << 3)
    const cell = ofCells + (<usize>load<i32>(ofPoint + (<usize>i << 2)) << 3)
    store<f64>(at, load<f64>(at) + share * load<f64>(cell))
  }
}
