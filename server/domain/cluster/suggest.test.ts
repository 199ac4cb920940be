import { expect, test } from "vitest";
import { ClusterName } from "./spec.ts";
import { suggestName } from "./suggest.ts";

test("a free name is suggested, well formed, whatever the chance", () => {
  const taken = new Set<string>();
  for (let at = 0; at < 60; at += 1) {
    const name = suggestName(taken, (at * 0.37) % 1);
    expect(taken.has(name)).toBe(false);
    expect(ClusterName.safeParse(name).success).toBe(true);
    taken.add(name);
  }
  expect(taken.size).toBe(60);
});

test.each([
  ["", "Give a name."],
  ["a".repeat(41), "A cluster's name has at most 40 characters."],
  ["Prod", "Use lower-case letters, digits and hyphens; begin and end with a letter or digit."],
  ["-a", "Use lower-case letters, digits and hyphens; begin and end with a letter or digit."],
  ["a b", "Use lower-case letters, digits and hyphens; begin and end with a letter or digit."],
])("the name %j is refused: %s", (name, sentence) => {
  expect(ClusterName.safeParse(name).error?.issues.map((issue) => issue.message)).toContain(sentence);
});
