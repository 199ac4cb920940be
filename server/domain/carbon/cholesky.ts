/** Below this a pivot counts as it: a feature that says nothing of its own gets no weight instead of a division by 0. */
const LEAST_PIVOT = 1e-12;

/**
 * Solves a symmetric positive definite n x n system, given by its lower triangle row by row.
 * `right` becomes the solution; `matrix` is used up.
 */
export function solveCholesky(matrix: Float64Array, right: Float64Array): void {
  const n = right.length;
  factor(matrix, n);
  for (let i = 0; i < n; i++) eliminate(matrix, right, i, 0, i, (k) => i * n + k);
  for (let i = n - 1; i >= 0; i--) eliminate(matrix, right, i, i + 1, n, (k) => k * n + i);
}

function eliminate(
  matrix: Float64Array,
  right: Float64Array,
  i: number,
  from: number,
  to: number,
  at: (k: number) => number,
): void {
  let sum = right[i] ?? 0;
  for (let k = from; k < to; k++) sum -= (matrix[at(k)] ?? 0) * (right[k] ?? 0);
  right[i] = sum / (matrix[i * right.length + i] ?? 1);
}

function factor(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (matrix[i * n + k] ?? 0) * (matrix[j * n + k] ?? 0);
      matrix[i * n + j] = i === j ? Math.sqrt(Math.max(sum, LEAST_PIVOT)) : sum / (matrix[j * n + j] ?? 1);
    }
  }
}
