import { expect, test } from "vitest";
import { hasAnswered, importedPlan } from "./imported-plan.ts";
import { NO_ANSWER, type ClusterRow } from "./row.ts";
import { specOfSize } from "./spec.ts";
import { detailCluster } from "./status.ts";
import type { StepEvent } from "./view.ts";

const now = new Date("2026-06-10T12:00:00Z");
const event = (operation: StepEvent["operation"], step: string, kind: StepEvent["event"]): StepEvent => ({
  id: 0,
  at: now,
  operation,
  step,
  attempt: 1,
  event: kind,
  message: "Any.",
  code: null,
});
const stuck = (reason: string): ClusterRow => ({
  id: "c1",
  name: "prod",
  provider: "imported",
  zone: "DE",
  spec: specOfSize("small"),
  generation: 1,
  observedGeneration: 1,
  deletionRequestedAt: now,
  abandonedSteps: [],
  carbonPaused: false,
  carbonDryRun: false,
  reviewedAt: null,
  reviewedBy: null,
  labels: {},
  conditions: [
    {
      type: "Stuck",
      status: "True",
      reason,
      message: "https://x cannot be reached.",
      observedGeneration: 1,
      lastTransitionTime: now,
    },
  ],
  observed: null,
  createdBy: "Ada",
  createdAt: now,
});
const context = { zoneName: "Germany", policies: [], nextAttemptAt: null, history: new Map(), now };

test.each([
  [
    "does not answer is given up with all that needs its answer",
    NO_ANSWER,
    ["installation", "policies", "accesses", "kinds"],
  ],
  ["refuses one thing is given up alone", "Refused", ["installation"]],
])("a step in a cluster that %s", (_, reason, skips) => {
  const events = [event("delete", "held-jobs", "succeeded"), event("delete", "installation", "failed")];
  const { stuck: view, headline } = detailCluster(stuck(reason), events, context);
  expect(view?.skips).toEqual(skips);
  expect(view?.leaves[0]).toBe("the agent with its webhook and its rights");
  expect(view?.leaves).toHaveLength(skips.length);
  expect(headline).toBe("prod cannot be forgotten: Agent, step 2 of 6, is stuck.");
});

test("held Jobs start before anything is taken out, and the credentials go last", () => {
  const names = importedPlan("delete").map(({ name }) => name);
  expect(names).toEqual(["held-jobs", "installation", "policies", "accesses", "kinds", "credentials"]);
});

test.each([
  ["answered once", [event("create", "reach", "failed"), event("create", "reach", "succeeded")], true],
  ["never answered", [event("create", "accepted", "succeeded"), event("create", "reach", "failed")], false],
])("what %s", (_, events, expected) => {
  expect(hasAnswered(events)).toBe(expected);
});
