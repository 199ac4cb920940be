import { expect, test } from "vitest";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import type { PolicyRolloutView, PolicyView } from "#server/domain/policy/view.ts";
import { policiesHeadline, policyState, rolloutState } from "./policies.prepare.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const rollout = (
  reason: string | null,
  status: "True" | "False" | "Unknown" = "False",
): PolicyRolloutView => ({
  clusterId: reason ?? "x",
  cluster: "lab",
  tag: "simulated",
  condition: reason
    ? { type: "Synced", status, reason, message: "", observedGeneration: 1, lastTransitionTime: new Date(0) }
    : null,
});
const policy = (change: Partial<PolicyView> = {}): PolicyView => ({
  id: "1",
  name: "overnight",
  spec: CarbonPolicySpec.parse({}),
  generation: 1,
  clusterIds: ["a", "b"],
  namespaces: [],
  updatedAt: new Date(0),
  updatedBy: "Ada",
  rollout: [rollout("Synced", "True"), rollout("Synced", "True")],
  ...change,
});

test.each([
  [null, "False", "pending"],
  ["Synced", "True", "synced"],
  ["Unreachable", "Unknown", "unreachable"],
  ["NotReady", "False", "waiting"],
  ["NoAgent", "False", "waiting"],
  ["NamespaceMissing", "False", "waiting"],
  ["Drifted", "False", "drifted"],
  ["Failed", "False", "failed"],
] as const)("condition %s is %s", (reason, status, state) =>
  expect(rolloutState(rollout(reason, status), 1)).toBe(state),
);

test.each([
  ["all synced", {}, "Synced"],
  ["off wins", { spec: CarbonPolicySpec.parse({ enabled: false }) }, "Switched off"],
  ["nowhere", { clusterIds: [], rollout: [] }, "On no cluster"],
  ["the worst counts", { rollout: [rollout("Synced", "True"), rollout("Failed")] }, "Failed on 1 of 2"],
  ["an older generation is not this one", { generation: 2 }, "Rolling out"],
  ["on its way out", { deletionRequestedAt: new Date(0) }, "Deleting"],
  ["one not reached yet", { rollout: [rollout("Synced", "True")] }, "Rolling out"],
])("state: %s", (_, change, word) => expect(policyState(policy(change)).word).toBe(word));

test.each([
  ["none", [], "No policy yet."],
  ["one", [policy()], "1 policy holds on 2 clusters."],
  ["off", [policy({ spec: CarbonPolicySpec.parse({ enabled: false }) })], "1 policy, all switched off."],
  ["nowhere", [policy({ clusterIds: [] })], "1 policy holds on no cluster yet."],
])("headline: %s", (_, policies, sentence) =>
  expect(plain(policiesHeadline(policies, undefined))).toBe(sentence),
);
