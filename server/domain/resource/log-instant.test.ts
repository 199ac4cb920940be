import { expect, test } from "vitest";
import { instantOf } from "./log-instant.ts";

test("stamps sort by time, whatever their digits and their zone", () => {
  const inOrder = [
    "2026-01-01T00:00:01Z",
    "2026-01-01T00:00:01.5Z",
    "2026-01-01T01:00:01.50001+01:00",
    "2026-01-01T00:00:01.500010001Z",
    "2026-01-01T00:00:02Z",
  ].map(instantOf);
  expect(inOrder.toSorted()).toEqual(inOrder);
  expect(new Set(inOrder).size).toBe(inOrder.length);
  expect(instantOf("2026-01-01T01:00:00+01:00")).toBe(instantOf("2026-01-01T00:00:00.000Z"));
});

test.each([[""], ["yesterday"], ["2026-13-01T00:00:00Z"]])("%j says nothing", (at) => {
  expect(instantOf(at)).toBe("");
});
