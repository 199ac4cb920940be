import { expect, test } from "vitest";
import { BUILT_IN_POLICY, CarbonPolicySpec, KubernetesName } from "./spec.ts";

test.each([
  ["a threshold needs a limit", { strategy: "threshold" }, "The strategy threshold needs a limit in g/kWh."],
  ["a negative delay", { maxDelay: "-1h" }, "Give a duration from 0m to 7d, such as 45m, 8h or 2d."],
  ["a saving past all sense", { minSavingPercent: 120 }, "The least saving is from 0 to 90 %."],
  ["a dry run that is neither", { dryRun: "yes" }, "Give dryRun as true or false."],
  ["a percentile between two", { percentile: 30.5 }, "Give the percentile as a whole number from 1 to 99."],
  ["a percentile of everything", { percentile: 100 }, "The percentile is from 1 to 99."],
  ["an hour that is none", { greenFrom: "24:00" }, "Give a time of day such as 10:00 or 16:30."],
  [
    "green hours without a length",
    { greenFrom: "10:00", greenUntil: "10:00" },
    "The green hours begin and end at the same time.",
  ],
  ["a place that is no time zone", { timeZone: "Berlin" }, "Give a time zone such as Europe/Berlin or UTC."],
  ["a chunk of nothing", { minimumChunk: "0m" }, "Give a duration from 1m to 7d, such as 45m, 8h or 2d."],
  ["a margin past the band", { uncertaintyMargin: 1.5 }, "The margin is from 0 to 1."],
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
