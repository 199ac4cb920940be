import { expect, test } from "vitest";
import { BUILT_IN_POLICY, CarbonPolicySpec, KubernetesName } from "./spec.ts";

test.each([
  ["a threshold needs a limit", { strategy: "threshold" }, "The strategy threshold needs a limit in g/kWh."],
  ["a negative delay", { maxDelay: "-1h" }, "Give a duration from 0m to 7d, such as 45m, 8h or 2d."],
  ["a saving past all sense", { minSavingPercent: 120 }, "The least saving is from 0 to 90 %."],
  ["a limit of nothing", { maxIntensity: 0 }, "The limit is from 1 to 2000 g/kWh."],
  ["a limit that is no number", { maxIntensity: "low" }, "Give the limit as a number of g/kWh."],
])("%s is refused with a sentence", (_, spec, sentence) => {
  const result = CarbonPolicySpec.safeParse(spec);
  expect(result.error?.issues.map((issue) => issue.message)).toContain(sentence);
});

test("an empty policy is the built-in one, and parsing it again changes nothing", () => {
  expect(CarbonPolicySpec.parse(BUILT_IN_POLICY)).toEqual(BUILT_IN_POLICY);
});

test.each([
  ["climate-1", true],
  ["a", true],
  ["", false],
  ["Climate", false],
  ["-a", false],
  ["a-", false],
  ["a.b", false],
  ["x".repeat(64), false],
])("the name %j is allowed: %s", (name, allowed) => {
  expect(KubernetesName.safeParse(name).success).toBe(allowed);
});
