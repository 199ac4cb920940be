import { expect, test } from "vitest";
import type { Condition } from "../conditions.ts";
import type { ClusterConditionType, ClusterRow } from "./row.ts";
import { specOfSize } from "./spec.ts";
import { detailCluster } from "./status.ts";
import type { StepEvent } from "./view.ts";

const now = new Date("2026-01-05T12:10:00Z");
const ago = (seconds: number) => new Date(+now - seconds * 1_000);

const condition = (
  type: ClusterConditionType,
  status: Condition["status"],
  reason = "Any",
  message = "Any.",
  since = 600,
): Condition => ({
  type,
  status,
  reason,
  message,
  observedGeneration: 1,
  lastTransitionTime: ago(since),
});
const observed = (
  nodesReady: number,
  nodesWanted: number,
  waitingJobs: number | null = null,
  message: string | null = null,
) => ({
  at: ago(5),
  reachable: true,
  version: "v1.36.4",
  nodesReady,
  nodesWanted,
  message,
  server: "https://127.0.0.1:41873",
  waitingJobs,
});
const cluster = (more: Partial<ClusterRow> = {}): ClusterRow => ({
  id: "c1",
  name: "heron-1",
  provider: "sandbox",
  zone: "DE",
  spec: specOfSize("small"),
  generation: 1,
  observedGeneration: 0,
  deletionRequestedAt: null,
  abandonedSteps: [],
  carbonPaused: false,
  labels: {},
  carbonDryRun: false,
  reviewedAt: null,
  reviewedBy: null,
  conditions: [],
  observed: null,
  createdBy: "Ada",
  createdAt: ago(700),
  ...more,
});
const event = (
  operation: StepEvent["operation"],
  step: string,
  kind: StepEvent["event"],
  message = "Any.",
  attempt = 1,
): StepEvent => ({
  id: 0,
  at: ago(60),
  operation,
  step,
  attempt,
  event: kind,
  message,
  code: null,
});
const created = ["accepted", "api-server", "node-pools", "agent", "policies", "ready"].map((step) =>
  event("create", step, "succeeded"),
);
const asked = [event("create", "accepted", "succeeded")];
const provisioned = {
  observedGeneration: 1,
  conditions: [condition("Provisioned", "True"), condition("Ready", "True", "Ready")],
};
const deleting = { deletionRequestedAt: ago(90) };

interface Case {
  row?: Partial<ClusterRow>;
  events?: StepEvent[];
  policies?: string[];
  nextAttemptAt?: Date;
}
const tell = ({ row, events = [], policies = ["overnight"], nextAttemptAt }: Case) => {
  const context = {
    zoneName: "Germany",
    policies,
    nextAttemptAt: nextAttemptAt ?? null,
    history: new Map(),
    now,
  };
  const { state, word, headline, sentence } = detailCluster(cluster(row), events, context);
  return [state, word, headline, sentence].join(" | ").replaceAll("\u00a0", " ");
};

test.each<[string, Case, string]>([
  [
    "accepted",
    {},
    "not-started | Not started | heron-1 is accepted and not started yet. | The worker takes it up within seconds. If this stays, the worker does not run.",
  ],
  [
    "being created",
    { events: [...asked, event("create", "api-server", "started")] },
    "reconciling | Creating, step 2 of 6 | heron-1 is being created, step 2 of 6. | API server: simulated, with its own CA and token, on this machine only.",
  ],
  [
    "waiting for something outside",
    { events: [...asked, event("create", "api-server", "waiting", "Another worker runs it.")] },
    "reconciling | Creating, step 2 of 6 | heron-1 is being created, step 2 of 6. | Waiting: Another worker runs it.",
  ],
  [
    "failing",
    {
      events: [...asked, event("create", "api-server", "failed", "The port is taken.")],
      nextAttemptAt: ago(-24),
    },
    "failing | Failed | heron-1: API server failed. | The port is taken. Attempt 2 starts by itself in 24 s.",
  ],
  [
    "failing again",
    {
      events: [...asked, event("create", "api-server", "failed", "The port is taken", 3)],
      nextAttemptAt: ago(-240),
    },
    "failing | Failed 3 times | heron-1: API server failed. | The port is taken. Attempt 4 starts by itself in 4 min.",
  ],
  [
    "refused until a person mends it",
    {
      row: { conditions: [condition("Ready", "False", "Refused", "No such zone.")] },
      events: [event("create", "accepted", "failed", "No such zone.")],
    },
    "failing | Failed | heron-1: Accepted failed. | No such zone. It is not tried again by itself: mend what it names and retry, or delete the cluster.",
  ],
  [
    "Ready",
    { row: { ...provisioned, observed: observed(3, 3, 0) }, events: created },
    "ready | Ready | heron-1 is Ready. | 3 of 3 nodes are Ready. No Job waits.",
  ],
  [
    "Ready, with one Job that waits",
    { row: { ...provisioned, observed: observed(1, 1, 1) }, events: created },
    "ready | Ready | heron-1 is Ready. | 1 of 1 node is Ready. 1 Job waits for a greener hour.",
  ],
  [
    "Ready, with many",
    { row: { ...provisioned, observed: observed(1, 3, 14, "1 of 3 nodes Ready") }, events: created },
    "ready | Ready | heron-1 is Ready. | 1 of 3 nodes Ready. 14 Jobs wait for a greener hour.",
  ],
  [
    "Ready, without a policy",
    { row: { ...provisioned, observed: observed(1, 1, 0) }, events: created, policies: [] },
    "ready | Ready | heron-1 is Ready. | 1 of 1 node is Ready. No policy names it, so its Jobs follow the built-in one.",
  ],
  [
    "Ready and paused",
    { row: { ...provisioned, carbonPaused: true, observed: observed(1, 1, 2) }, events: created },
    "ready | Ready | heron-1 is Ready. | 1 of 1 node is Ready. Carbon-awareness is paused: every Job starts at once.",
  ],
  [
    "of which the agent fails",
    {
      row: {
        observedGeneration: 1,
        conditions: [
          condition("Provisioned", "True"),
          condition("Ready", "False", "AgentFailed", "The agent's port is taken."),
        ],
      },
      events: created,
      nextAttemptAt: ago(-8),
    },
    "failing | Failed | heron-1 answers, but not all in it works. | The agent's port is taken. It is tried again by itself in 8 s.",
  ],
  [
    "unreachable",
    {
      row: {
        ...provisioned,
        conditions: [
          ...provisioned.conditions,
          condition(
            "Reachable",
            "False",
            "NoAnswer",
            "https://10.0.0.1 cannot be reached: nothing listens there.",
            360,
          ),
        ],
      },
      events: created,
    },
    "unreachable | Unreachable for 6 min | heron-1 has not answered for 6 min. | https://10.0.0.1 cannot be reached: nothing listens there. It is asked again every 30 s; what is shown is from its last answer.",
  ],
  [
    "to be scaled",
    { row: { ...provisioned, generation: 2 }, events: created },
    "reconciling | Scaling | heron-1 is being scaled. | Its next step starts within seconds.",
  ],
  [
    "being scaled",
    { row: { ...provisioned, generation: 2 }, events: [...created, event("scale", "node-pools", "started")] },
    "reconciling | Scaling, step 1 of 2 | heron-1 is being scaled, step 1 of 2. | Node pools: green up to 2, fallback up to 1.",
  ],
  [
    "to be deleted",
    { row: deleting, events: created },
    "deleting | Deleting | heron-1 is being deleted. | Its first step starts within seconds.",
  ],
  [
    "being deleted",
    {
      row: deleting,
      events: [
        ...created,
        event("delete", "workloads", "succeeded"),
        event("delete", "node-pools", "started"),
      ],
    },
    "deleting | Deleting, step 2 of 5 | heron-1 is being deleted, step 2 of 5. | Node pools: pools first, then their nodes.",
  ],
  [
    "being deleted, with things left",
    {
      row: deleting,
      events: [event("delete", "workloads", "waiting", "3 Jobs are still there, a/b first.")],
    },
    "deleting | Deleting, step 1 of 5 | heron-1 is being deleted, step 1 of 5. | 3 Jobs are still there, a/b first.",
  ],
  [
    "being deleted, though it failed before",
    {
      row: { ...deleting, conditions: [condition("Ready", "False", "Refused", "No.")] },
      events: [event("create", "accepted", "failed", "No.")],
    },
    "deleting | Deleting | heron-1 is being deleted. | Its first step starts within seconds.",
  ],
  [
    "stuck",
    {
      row: {
        ...deleting,
        conditions: [
          condition(
            "Stuck",
            "True",
            "StepTimedOut",
            "1 Job is still there: a/b is held by the finalizer x.org/keep.",
          ),
        ],
      },
      events: [event("delete", "workloads", "waiting", "1 Job is still there.")],
    },
    "stuck | Stuck at Workloads | heron-1 cannot be deleted: Workloads, step 1 of 5, is stuck. | 1 Job is still there: a/b is held by the finalizer x.org/keep. Retry, or abandon this step and leave it behind.",
  ],
])("a cluster that is %s says so, and what to do", (_, given, expected) => {
  expect(tell(given)).toEqual(expected);
});

test("a stuck teardown names its step and what giving it up leaves", () => {
  const row = cluster({
    ...deleting,
    conditions: [condition("Stuck", "True", "StepTimedOut", "x is held.", 45)],
  });
  const events = [
    event("delete", "workloads", "succeeded"),
    event("delete", "node-pools", "waiting", "x is held."),
  ];
  const context = { zoneName: "Germany", policies: [], nextAttemptAt: null, history: new Map(), now };
  expect(detailCluster(row, events, context).stuck).toEqual({
    step: "node-pools",
    title: "Node pools",
    message: "x is held.",
    since: ago(45),
    skips: ["node-pools"],
    leaves: ["the node pools and their nodes"],
  });
});

test("what is not known is null, never 0", () => {
  const context = { zoneName: "Germany", policies: [], nextAttemptAt: null, history: new Map(), now };
  expect(detailCluster(cluster(), [], context)).toMatchObject({
    nodesReady: null,
    nodesWanted: null,
    waitingJobs: null,
    kubernetesVersion: null,
    server: null,
    operation: null,
    stuck: null,
  });
});
