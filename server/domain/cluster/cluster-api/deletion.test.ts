import { expect, test } from "vitest";
import { blockerOf, readDeletion } from "./deletion.ts";
import { clusterOf } from "./testing.ts";

const deleting = (reason: string, message = "") =>
  clusterOf({
    deletionTimestamp: "2026-11-25T20:00:00Z",
    conditions: { Deleting: { status: "True", reason, message } },
  });

test.each([
  ["gone: every step is done", "workers", undefined, "done"],
  ["asked for, not begun", "workers", clusterOf({ conditions: { Deleting: "False" } }), "waiting"],
  ["its own turn", "workers", deleting("WaitingForWorkersDeletion"), "waiting"],
  ["a later one's turn: done", "workers", deleting("WaitingForControlPlaneDeletion"), "done"],
  ["an earlier one's turn: waits", "infrastructure", deleting("WaitingForControlPlaneDeletion"), "waiting"],
  ["all done but the object", "infrastructure", deleting("DeletionCompleted"), "done"],
  ["a hook holds it back", "workers", deleting("WaitingForBeforeDeleteHook"), "waiting"],
  ["the controllers failed: nothing is known to be gone", "workers", deleting("InternalError"), "waiting"],
] as const)("%s", (_, step, cluster, kind) => {
  expect(readDeletion(step, cluster, undefined).kind).toBe(kind);
});

test("what blocks stands before Cluster API's own words", () => {
  const cluster = deleting("WaitingForWorkersDeletion", "* MachineDeployments: md-0\n  * Machine a");
  expect(readDeletion("workers", cluster, "DevMachine fleet/a is held by the finalizer x/y.")).toEqual({
    kind: "waiting",
    reason: "WaitingForWorkersDeletion",
    message: "DevMachine fleet/a is held by the finalizer x/y.\n* MachineDeployments: md-0\n  * Machine a",
  });
});

test("one that is paused is not taken down, and says how it is resumed", () => {
  const cluster = clusterOf({ paused: true, deletionTimestamp: "2026-11-25T20:00:00Z" });
  expect(readDeletion("workers", cluster, undefined)).toEqual({
    kind: "waiting",
    reason: "Paused",
    message: `It is paused, so nothing of it is taken down. To resume it: kubectl -n fleet patch clusters.cluster.x-k8s.io heron --type merge -p '{"spec":{"paused":false}}'`,
  });
});

test("one that is paused by the annotation says how that is taken away", () => {
  const annotations = { "cluster.x-k8s.io/paused": "" };
  const cluster = clusterOf({ annotations, deletionTimestamp: "2026-11-25T20:00:00Z" });
  expect(readDeletion("workers", cluster, undefined)).toEqual({
    kind: "waiting",
    reason: "Paused",
    message:
      "It is paused, so nothing of it is taken down. To resume it: kubectl -n fleet annotate clusters.cluster.x-k8s.io heron cluster.x-k8s.io/paused-",
  });
});

interface Going {
  kind: string;
  name: string;
  owner?: string;
  at?: string;
  finalizers?: string[];
}
const object = ({ kind, name, owner, at, finalizers }: Going) => ({
  apiVersion: "v1",
  kind,
  metadata: {
    name,
    namespace: "fleet",
    uid: name,
    deletionTimestamp: at,
    finalizers,
    ownerReferences: owner ? [{ apiVersion: "v1", kind: "Machine", name: owner, uid: owner }] : undefined,
  },
});
const T1 = "2026-11-25T20:00:01Z";
const T2 = "2026-11-25T20:00:02Z";

test.each([
  ["nothing is being deleted", [{ kind: "Machine", name: "m", finalizers: ["a/b"] }], undefined],
  [
    "the owner waits for what it owns, which is to blame",
    [
      { kind: "Machine", name: "m", at: T1, finalizers: ["machine/own"] },
      { kind: "DevMachine", name: "d", owner: "m", at: T2, finalizers: ["example.org/keep"] },
    ],
    "DevMachine fleet/d is held by the finalizer example.org/keep.",
  ],
  [
    "of several the one that was asked first",
    [
      { kind: "DevMachine", name: "late", at: T2, finalizers: ["x/y"] },
      { kind: "DevMachine", name: "early", at: T1, finalizers: ["x/y", "example.org/keep"] },
    ],
    "DevMachine fleet/early is held by the finalizers x/y, example.org/keep.",
  ],
  ["without a finalizer it goes by itself", [{ kind: "Secret", name: "s", at: T1 }], undefined],
] satisfies [string, Going[], string | undefined][])("%s", (_, objects, sentence) => {
  expect(blockerOf(objects.map(object))).toBe(sentence);
});
