import { expect, test } from "vitest";
import { compareVersions, readVersion, upgradePath, upgradeProblem, upgradesFrom } from "./version.ts";

const OFFERED = ["v1.34.3", "v1.35.1", "v1.35.4", "v1.36.4"];

test.each([
  ["one minor up", "v1.35.4", "v1.36.4", [], undefined],
  ["a patch up", "v1.35.1", "v1.35.4", [], undefined],
  [
    "two minors need a class that lists those between",
    "v1.34.3",
    "v1.36.4",
    [],
    "v1.34.3 goes to v1.35 first: the class lists no versions in between, so one minor at a time is all.",
  ],
  ["two minors with such a class", "v1.34.3", "v1.36.4", OFFERED, undefined],
  ["never back", "v1.36.4", "v1.35.4", OFFERED, "It runs v1.36.4. Kubernetes cannot go back to v1.35.4."],
  [
    "not to what the class does not have",
    "v1.35.4",
    "v1.36.0",
    OFFERED,
    "The class does not offer v1.36.0; it offers v1.34.3, v1.35.1, v1.35.4, v1.36.4.",
  ],
  ["to what is no version", "v1.35.4", "latest", [], "latest is no version such as v1.36.4."],
  ["not to another major", "v1.36.4", "v2.0.0", [], "There is no way from v1.36.4 to v2.0.0."],
] as const)("%s", (_, from, to, offered, problem) => {
  expect(upgradeProblem(from, to, offered)).toBe(problem);
});

test("an upgrade goes through each minor once, by its newest patch", () => {
  expect(upgradePath("v1.34.3", "v1.36.4", OFFERED)).toEqual(["v1.35.4", "v1.36.4"]);
  expect(upgradePath("v1.35.1", "v1.35.4", OFFERED)).toEqual(["v1.35.4"]);
  expect(upgradePath("v1.35.1", "v1.36.4", [])).toEqual(["v1.36.4"]);
  expect(upgradesFrom("v1.35.1", OFFERED)).toEqual(["v1.35.4", "v1.36.4"]);
});

test("a vendor's suffix is a version too, and 10 comes after 9", () => {
  expect(readVersion("v1.31.2+rke2r1")).toEqual([1, 31, 2]);
  expect(readVersion("1.31")).toBeUndefined();
  expect(["v1.10.0", "v1.9.9", "what"].toSorted(compareVersions)).toEqual(["v1.9.9", "v1.10.0", "what"]);
});
