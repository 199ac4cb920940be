import { expect, test } from "vitest";
import { skewNotes } from "./skew.prepare.ts";

test.each<[string, string | null, string | null | undefined, number, string[]]>([
  ["all as one", "v1.36.4", "v1.36.4", 0, []],
  ["an old one", "v1.34.2", "v1.34.2", 2, ["2\u00a0minors behind"]],
  ["workers that are yet to follow", "v1.36.4", "v1.35.4", 0, ["workers on v1.35.4"]],
  ["both", "v1.35.4", "v1.34.2", 1, ["1\u00a0minor behind", "workers on v1.34.2"]],
  ["workers that do not say", "v1.36.4", null, 0, []],
  ["never asked", "v1.36.4", undefined, 0, []],
  ["not known", null, "v1.36.4", 0, []],
])("%s", (_, kubernetesVersion, workersVersion, behind, notes) => {
  expect(skewNotes({ kubernetesVersion, workersVersion }, behind)).toEqual(notes);
});
