import { expect, test } from "vitest";
import { planOf } from "./plan.ts";
import type { ClusterRow } from "./row.ts";
import { ClusterSpec } from "./spec.ts";
import { operationOf, stuckOf } from "./status.ts";

const now = new Date("2026-11-25T20:00:00Z");
const spec = ClusterSpec.parse({
  pools: [{ name: "md-0", role: "fallback", maxNodes: 1, machineClass: "worker" }],
  clusterApi: { managementId: "m1", namespace: "fleet", classRef: { name: "quick", namespace: "fleet" } },
});
const row: ClusterRow = {
  id: "c1",
  name: "heron",
  provider: "cluster-api",
  zone: "DE",
  spec,
  generation: 1,
  observedGeneration: 1,
  deletionRequestedAt: now,
  abandonedSteps: [],
  carbonPaused: false,
  labels: {},
  carbonDryRun: false,
  conditions: [
    {
      type: "Stuck",
      status: "True",
      reason: "StepTimedOut",
      message: "It is held.",
      observedGeneration: 1,
      lastTransitionTime: now,
    },
  ],
  observed: null,
  reviewedAt: null,
  reviewedBy: null,
  createdBy: "Ada",
  createdAt: now,
};

const OBJECT = "the Cluster object in the namespace fleet, and its secrets";
const NETWORK = "its network and its load balancer";
const MACHINES = "its control-plane machines";

test.each([
  [
    "workers",
    ["workers", "control-plane", "infrastructure", "cluster-object"],
    ["its worker machines and all that they hold", MACHINES, NETWORK, OBJECT],
  ],
  ["infrastructure", ["infrastructure", "cluster-object"], [NETWORK, OBJECT]],
  ["cluster-object", ["cluster-object"], [OBJECT]],
  ["credentials", ["credentials"], ["the stored kubeconfig"]],
])(
  "giving up %s gives up each step that cannot end without it, and lists what all leave",
  (at, skips, leaves) => {
    const names = planOf("delete", "cluster-api", spec).map(({ name }) => name);
    const events = names.slice(0, names.indexOf(at) + 1).map((step, id) => ({
      id,
      at: now,
      operation: "delete" as const,
      step,
      attempt: 1,
      event: step === at ? ("waiting" as const) : ("succeeded" as const),
      message: "",
      code: null,
    }));
    const operation = operationOf(row, events, { history: new Map(), nextAttemptAt: null, now });
    expect(stuckOf(row, operation)).toMatchObject({ step: at, skips, leaves });
  },
);
