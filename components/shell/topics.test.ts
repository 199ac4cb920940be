import { expect, test } from "vitest";
import { isTouched } from "./topics.ts";

test.each([
  [
    "a cluster's page is read again when clusters turned",
    [["cluster", "get"], { input: {} }],
    ["clusters"],
    true,
  ],
  ["a waiting Job's grams follow the grid", [["workload", "list"]], ["carbon"], true],
  ["people do not", [["people", "list"]], ["carbon"], false],
  ["after a gap, everything", [["people", "list"]], ["all"], true],
  ["a query that is not tRPC's stays", ["clock"], ["all"], false],
] as const)("%s", (_, key, topics, touched) => {
  expect(isTouched(key, new Set(topics))).toBe(touched);
});
