import { expect, test } from "vitest";
import { solveCholesky } from "./cholesky.ts";

test("a system is solved", () => {
  const right = Float64Array.of(2, 1, 5);
  solveCholesky(Float64Array.of(4, 0, 0, 2, 5, 0, 0, 1, 3), right);
  // [[4,2,0],[2,5,1],[0,1,3]] x = [2,1,5]
  const [x = 0, y = 0, z = 0] = right;
  expect(4 * x + 2 * y).toBeCloseTo(2, 9);
  expect(2 * x + 5 * y + z).toBeCloseTo(1, 9);
  expect(y + 3 * z).toBeCloseTo(5, 9);
});

test("a feature that says nothing leaves the others right", () => {
  const right = Float64Array.of(6, 0);
  solveCholesky(Float64Array.of(3, 0, 0, 1e-9), right);
  expect([...right]).toEqual([expect.closeTo(2, 9), 0]);
});
