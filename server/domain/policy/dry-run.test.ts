import { expect, test } from "vitest";
import { jobOf } from "../job/testing.ts";
import { isDryRun } from "./dry-run.ts";
import type { ClusterPolicy } from "./match.ts";
import { CarbonPolicySpec } from "./spec.ts";

const policy = (namespace: string, name: string, dryRun: boolean): ClusterPolicy => ({
  namespace,
  name,
  spec: CarbonPolicySpec.parse({ dryRun }),
});
const OWN = policy("climate", "trial", true);
const STRICT = policy("climate", "strict", false);
const named = (name: string) => jobOf({ annotations: { "carbon-aware.io/policy": name } });

test.each([
  ["no policy at all", jobOf(), [], false],
  ["its namespace's is one", jobOf(), [OWN], true],
  ["another namespace's is one", jobOf(), [policy("ci", "trial", true)], false],
  ["the cluster's default is one", jobOf(), [policy("karbonetes-system", "default", true)], true],
  [
    "its namespace's is in earnest, the default is one",
    jobOf(),
    [STRICT, policy("karbonetes-system", "default", true)],
    false,
  ],
  ["it names the one that is", named("trial"), [STRICT, OWN], true],
  ["it names the one that is not", named("strict"), [STRICT, OWN], false],
])("whether a Job is only looked at: %s", (_, job, policies, expected) => {
  expect(isDryRun(job, { policies })).toBe(expected);
  expect(isDryRun(job, { policies: policies[Symbol.iterator]() })).toBe(expected);
  expect(isDryRun(job, { policies, dryRun: true })).toBe(true);
});
