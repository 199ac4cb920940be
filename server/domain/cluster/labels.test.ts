import { expect, test } from "vitest";
import { ClusterLabels, labelsText, parseLabels } from "./labels.ts";

test.each<[string, Record<string, string>]>([
  ["", {}],
  ["team=ml", { team: "ml" }],
  [" team=ml,env=prod ", { team: "ml", env: "prod" }],
  ["team=ml env=prod-2.x", { team: "ml", env: "prod-2.x" }],
])("%j", (text, labels) => expect(parseLabels(text)).toEqual({ labels }));

test.each([
  ["team", "team is no label. Write key=value, such as team=ml."],
  ["team=", "team= is no label. Write key=value, such as team=ml."],
  ["a=b=c", "a=b=c is no label. Write key=value, such as team=ml."],
  ["a/b=c", "a/b=c is no label. Use letters, digits, hyphens, dots and underscores."],
  [
    `a=${"x".repeat(64)}`,
    `a=${"x".repeat(64)} is no label. Use letters, digits, hyphens, dots and underscores.`,
  ],
  ["a=1,a=2", "a is given twice."],
  [Array.from({ length: 21 }, (_, n) => `k${n}=v`).join(","), "A cluster has at most 20 labels."],
])("%j is refused", (text, error) => expect(parseLabels(text)).toEqual({ error }));

test("a map as text reads back the same", () => {
  const labels = { team: "ml", env: "prod" };
  expect(labelsText(labels)).toBe("env=prod, team=ml");
  expect(parseLabels(labelsText(labels))).toEqual({ labels });
  expect(ClusterLabels.safeParse({ "": "x" }).success).toBe(false);
});
