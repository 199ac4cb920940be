import { expect, test } from "vitest";
import type { Condition } from "../conditions.ts";
import type { ClusterConditionType, ClusterRow } from "./row.ts";
import { specOfSize } from "./spec.ts";
import { detailCluster } from "./status.ts";
import type { StepEvent } from "./view.ts";

const now = new Date("2026-01-05T12:10:00Z");
const context = { zoneName: "Germany", policies: [], nextAttemptAt: null, history: new Map(), now };

const condition = (
  type: ClusterConditionType,
  status: Condition["status"],
  reason: string,
  message = "Any.",
): Condition => ({
  type,
  status,
  reason,
  message,
  observedGeneration: 1,
  lastTransitionTime: new Date(+now - 360_000),
});
const done: StepEvent = {
  id: 0,
  at: new Date(+now - 600_000),
  operation: "create",
  step: "accepted",
  attempt: 1,
  event: "succeeded",
  message: "Done.",
  code: null,
};
const heron = (...more: Condition[]) => {
  const row: ClusterRow = {
    id: "c1",
    name: "heron",
    provider: "cluster-api",
    zone: "DE",
    spec: specOfSize("small"),
    generation: 1,
    observedGeneration: 1,
    deletionRequestedAt: null,
    abandonedSteps: [],
    carbonPaused: false,
    labels: {},
    carbonDryRun: false,
    reviewedAt: null,
    reviewedBy: null,
    conditions: [condition("Provisioned", "True", "StepsDone"), condition("Ready", "True", "Ready"), ...more],
    observed: null,
    createdBy: "Ada",
    createdAt: now,
  };
  return detailCluster(row, [done], context);
};
const away = (reason: string) => condition("ManagementReachable", "False", reason);

test.each([
  ["NoAnswer", "heron is Ready, but its management cluster does not answer."],
  ["CredentialsRefused", "heron is Ready, but its management cluster does not let us in."],
  ["Forbidden", "heron is Ready, but its management cluster does not let us look."],
  ["ManagementGone", "heron is Ready, but its management cluster is not connected any more."],
])("away by %s: a trouble that is not the cluster's own", (reason, headline) => {
  expect(heron(away(reason))).toMatchObject({
    state: "ready",
    word: "Ready, management away",
    headline,
    managementAway: true,
  });
});

test("one that answers is not spoken of", () => {
  expect(heron()).toMatchObject({ state: "ready", word: "Ready", headline: "heron is Ready." });
  expect(heron()).not.toHaveProperty("managementAway");
});

test("a cluster that does not answer says that first, and that neither does the other", () => {
  const silent = condition("Reachable", "False", "NoAnswer", "https://10.0.0.1 cannot be reached.");
  const { state, sentence } = heron(silent, away("NoAnswer"));
  expect(state).toBe("unreachable");
  expect(sentence).toMatch(
    /^https:\/\/10\.0\.0\.1 cannot be reached\. Its management cluster does not answer us either\./,
  );
  expect(heron(silent).sentence).not.toContain("management cluster");
});
