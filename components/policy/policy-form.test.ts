import { describe, expect, test } from "vitest";
import { changesOf, durationOf, EMPTY_POLICY, hoursOf, namespacesOf, PolicyForm } from "./policy-form.ts";

test.each([
  [8, "8h"],
  [1.5, "90m"],
  [0, "0h"],
])("%d hours are %s", (hours, text) => {
  expect(durationOf(hours)).toBe(text);
  expect(hoursOf(text)).toBe(hours);
});

test.each([
  ["a name", { ...EMPTY_POLICY }, "name", "Give a name."],
  [
    "a wait within a week",
    { ...EMPTY_POLICY, name: "a", spec: { ...EMPTY_POLICY.spec, maxDelay: "-3h" } },
    "spec.maxDelay",
    "Give a duration from",
  ],
  [
    "a limit for the threshold",
    { ...EMPTY_POLICY, name: "a", spec: { ...EMPTY_POLICY.spec, strategy: "threshold" } },
    "spec.maxIntensity",
    "needs a limit",
  ],
  [
    "namespaces that can be",
    { ...EMPTY_POLICY, name: "a", namespaces: ["Training"] },
    "namespaces.0",
    "lower-case",
  ],
])("the form asks for %s", (_, value, path, message) => {
  const issue = PolicyForm.safeParse(value).error?.issues.find((found) => found.path.join(".") === path);
  expect(issue?.message).toContain(message);
});

describe("what a draft changes", () => {
  test.each([
    ["nothing", {}, []],
    ["the wait, said otherwise, is the same wait", { spec: { ...EMPTY_POLICY.spec, maxDelay: "1d" } }, []],
    ["the wait", { spec: { ...EMPTY_POLICY.spec, maxDelay: "18h" } }, ["maxDelay"]],
    ["where it holds", { clusterIds: ["x"], namespaces: ["y"] }, ["clusterIds", "namespaces"]],
  ])("%s", (_, change, fields) =>
    expect(changesOf({ ...EMPTY_POLICY, ...change }, EMPTY_POLICY)).toEqual(fields),
  );
});

test("namespaces are words, each once", () => {
  expect(namespacesOf(" training, climate\nci  ci ")).toEqual(["training", "climate", "ci"]);
});
