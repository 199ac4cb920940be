import { describe, expect, test } from "vitest";
import type { KubeObject } from "../kubernetes.ts";
import { finishedAtOf, isNeverStarted, outcomeOf } from "./facts.ts";
import { standInOf } from "./stand-in.ts";
import { kindNamed, SUSPENDABLE_KINDS } from "./suspendable-kinds.ts";

const T1 = "2026-01-05T01:00:00Z";
const T2 = "2026-01-05T02:00:00Z";
const condition = (type: string, status = "True") => ({
  conditions: [{ type, status, lastTransitionTime: T2 }],
});

/** The Job that stands for an object with this status, held or not. */
function jobWith(kind: string, status: unknown, suspend = true) {
  const { apiVersion } = SUSPENDABLE_KINDS.find((each) => each.kind === kind) ?? expect.fail(kind);
  const object: KubeObject = { apiVersion, kind, metadata: { name: "x" }, spec: { suspend }, status };
  expect(kindNamed(object)).toBeDefined();
  return standInOf(object);
}

describe("has not run", () => {
  test.each<[string, unknown, boolean?]>([
    ["JobSet", undefined],
    ["JobSet", { ...condition("Suspended"), replicatedJobsStatus: [{ name: "a", suspended: 2, active: 0 }] }],
    ["JobSet", condition("Completed", "False")],
    ["RayJob", undefined],
    ["RayJob", { jobDeploymentStatus: "Suspended", startTime: T1 }],
    ["RayJob", { jobDeploymentStatus: "Suspending", startTime: T1 }],
    ["RayJob", { jobDeploymentStatus: "Initializing", startTime: T1 }],
    ["RayCluster", { state: "suspended", head: {} }],
    ["RayCluster", { desiredWorkerReplicas: 3 }],
    ["SparkApplication", { applicationState: { state: "" }, lastSubmissionAttemptTime: null }],
    ["SparkApplication", { applicationState: { state: "SUSPENDED" } }],
    ["TrainJob", condition("Suspended")],
    ["TrainJob", { jobsStatus: [{ name: "node", active: 0, ready: 0, suspended: 1 }] }],
    ["Workflow", { phase: "Running", startedAt: T1 }],
    ["Workflow", { phase: "Pending" }],
  ])("%s %j", (kind, status) => {
    const job = jobWith(kind, status);
    expect([isNeverStarted(job), outcomeOf(job)]).toEqual([true, null]);
  });
});

describe("has run, since then where that is known", () => {
  test.each<[string, unknown, string | undefined]>([
    ["JobSet", { replicatedJobsStatus: [{ name: "a", active: 1 }] }, undefined],
    ["JobSet", { restarts: 1 }, undefined],
    ["RayJob", { jobDeploymentStatus: "Initializing", startTime: T1 }, T1],
    ["RayJob", { jobDeploymentStatus: "Running", startTime: T1 }, T1],
    ["RayJob", { jobDeploymentStatus: "Retrying", startTime: T1 }, T1],
    ["RayCluster", { state: "ready", stateTransitionTimes: { ready: T1 } }, T1],
    ["RayCluster", { head: { podName: "head" } }, undefined],
    ["RayCluster", { availableWorkerReplicas: 1 }, undefined],
    ["SparkApplication", { applicationState: { state: "RUNNING" }, lastSubmissionAttemptTime: T1 }, T1],
    ["SparkApplication", { applicationState: { state: "SUSPENDED" }, submissionAttempts: 1 }, undefined],
    ["TrainJob", { jobsStatus: [{ name: "node", failed: 1 }] }, undefined],
    ["Workflow", { phase: "Running", startedAt: T1, nodes: { a: {} } }, T1],
    ["Workflow", { phase: "Running", startedAt: T1, compressedNodes: "H4s" }, T1],
    ["Workflow", { phase: "Running", startedAt: T1, offloadNodeStatusVersion: "fnv:1" }, T1],
  ])("%s %j", (kind, status, since) => {
    const job = jobWith(kind, status, false);
    expect([isNeverStarted(job), job.status?.startTime]).toEqual([false, since]);
    expect(outcomeOf(job)).toBeNull();
  });
});

describe("has ended", () => {
  test.each<[string, unknown, "complete" | "failed"]>([
    ["JobSet", condition("Completed"), "complete"],
    ["JobSet", condition("Failed"), "failed"],
    ["RayJob", { jobDeploymentStatus: "Complete", jobStatus: "SUCCEEDED", endTime: T2 }, "complete"],
    ["RayJob", { jobDeploymentStatus: "Complete", jobStatus: "FAILED", endTime: T2 }, "failed"],
    ["RayJob", { jobDeploymentStatus: "Failed", endTime: T2 }, "failed"],
    ["SparkApplication", { applicationState: { state: "COMPLETED" }, terminationTime: T2 }, "complete"],
    ["SparkApplication", { applicationState: { state: "FAILED" }, terminationTime: T2 }, "failed"],
    ["TrainJob", condition("Complete"), "complete"],
    ["TrainJob", condition("Failed"), "failed"],
    ["Workflow", { phase: "Succeeded", startedAt: T1, finishedAt: T2 }, "complete"],
    ["Workflow", { phase: "Error", startedAt: T1, finishedAt: T2 }, "failed"],
  ])("%s %j", (kind, status, outcome) => {
    const job = jobWith(kind, status, false);
    expect([outcomeOf(job), finishedAtOf(job)]).toEqual([outcome, new Date(T2)]);
  });
});

const HOSTILE = [
  null,
  7,
  "x",
  [],
  { conditions: 1, nodes: [], jobsStatus: [null, 7, {}] },
  { conditions: [null, { type: 1 }] },
];

test.each(SUSPENDABLE_KINDS.filter(({ status }) => status))(
  "a status of a $kind that is none is read as not started",
  ({ kind }) => {
    for (const status of HOSTILE) expect(isNeverStarted(jobWith(kind, status))).toBe(true);
  },
);
