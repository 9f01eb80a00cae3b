/** Logistic regression with an L2 penalty by iteratively reweighted least squares; columns are not scaled. */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  isTrue: readonly boolean[],
  penalty: number,
): { intercept: number; weights: number[] } {
  const width = (rows[0]?.length ?? 0) + 1;
  let beta = new Array<number>(width).fill(0);
  for (let round = 0; round < 40; round++) {
    const gradient = new Array<number>(width).fill(0);
    const hessian = Array.from({ length: width }, () => new Array<number>(width).fill(0));
    rows.forEach((row, i) => {
      const x = [1, ...row];
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, j) => sum + value * beta[j], 0)));
      for (let j = 0; j < width; j++) {
        gradient[j] += x[j] * ((isTrue[i] ? 1 : 0) - p);
        for (let k = 0; k < width; k++) hessian[j][k] += p * (1 - p) * x[j] * x[k];
      }
    });
    for (let j = 1; j < width; j++) {
      gradient[j] -= penalty * beta[j];
      hessian[j][j] += penalty;
    }
    hessian[0][0] += 1e-6;
    const step = solve(hessian, gradient);
    beta = beta.map((value, j) => value + step[j]);
    if (Math.max(...step.map(Math.abs)) < 1e-7) break;
  }
  const [intercept, ...weights] = beta;
  return { intercept, weights };
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: number[][], right: number[]): number[] {
  const n = right.length;
  const a = matrix.map((row, i) => [...row, right[i]]);
  for (let col = 0; col < n; col++) {
    let pivot = col;
    for (let row = col + 1; row < n; row++) if (Math.abs(a[row][col]) > Math.abs(a[pivot][col])) pivot = row;
    [a[col], a[pivot]] = [a[pivot], a[col]];
    for (let row = col + 1; row < n; row++) {
      const factor = a[row][col] / (a[col][col] || 1e-12);
      for (let k = col; k <= n; k++) a[row][k] -= factor * a[col][k];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let row = n - 1; row >= 0; row--) {
    let sum = a[row][n];
    for (let k = row + 1; k < n; k++) sum -= a[row][k] * x[k];
    x[row] = sum / (a[row][row] || 1e-12);
  }
  return x;
}
