import { expect, test } from "vitest";
import { canonicalQuantity } from "./quantity.ts";

test.each([
  ["1000m", "1"],
  ["1500m", "1500m"],
  ["0.5", "500m"],
  ["2000Mi", "2000Mi"],
  ["1024Mi", "1Gi"],
  ["1.5Gi", "1536Mi"],
  ["0.1Gi", "107374182400m"],
  ["1000", "1k"],
  ["1024", "1024"],
  ["100k", "100k"],
  ["1000Ki", "1000Ki"],
  ["5000000", "5M"],
  ["0", "0"],
  ["-1000m", "-1"],
  [2, "2"],
  ["1e3", "1e3"],
  ["much", "much"],
])("the quantity %s is written %s, as the real server writes it", (given, expected) => {
  expect(canonicalQuantity(given)).toBe(expected);
});
