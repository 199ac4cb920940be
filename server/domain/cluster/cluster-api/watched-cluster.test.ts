import { expect, test } from "vitest";
import { OWNER_LABEL } from "./plan-object.ts";
import { clusterOf, machines } from "./testing.ts";
import { readWatched } from "./watched-cluster.ts";
import type { KubeObject } from "../../kubernetes.ts";

const watched = (cluster: ReturnType<typeof clusterOf>, labels = { [OWNER_LABEL]: "c1" }) =>
  readWatched({ ...cluster, metadata: { ...cluster.metadata, labels } } as unknown as KubeObject);
const ready = clusterOf({ conditions: { Available: "True" }, workers: machines(2) });

test("whose it is, and which", () => {
  expect(watched(ready)).toMatchObject({ clusterId: "c1", title: "fleet/heron" });
});

test.each([
  ["one without our label", watched(ready, {} as never)],
  ["one that cannot be read", readWatched({ kind: "Cluster" } as unknown as KubeObject)],
])("%s is nothing to us", (_, read) => {
  expect(read).toBeUndefined();
});

test.each([
  ["a condition", clusterOf({ conditions: { Available: "False" }, workers: machines(2) })],
  ["a count of machines", clusterOf({ conditions: { Available: "True" }, workers: machines(2, 1) })],
  [
    "the wish",
    clusterOf({
      conditions: { Available: "True" },
      workers: machines(2),
      generation: 3,
      observedGeneration: 2,
    }),
  ],
  [
    "its end",
    clusterOf({
      conditions: { Available: "True" },
      workers: machines(2),
      deletionTimestamp: "2026-11-26T01:00:00Z",
    }),
  ],
  ["its pause", clusterOf({ conditions: { Available: "True" }, workers: machines(2), paused: true })],
  [
    "its pause by the annotation",
    clusterOf({
      conditions: { Available: "True" },
      workers: machines(2),
      annotations: { "cluster.x-k8s.io/paused": "" },
    }),
  ],
])("%s turns its mark", (_, other) => {
  expect(watched(other)?.mark).not.toBe(watched(ready)?.mark);
});

test("what nobody reads does not", () => {
  const noisy = { ...ready, status: { ...ready.status, observedGeneration: 9, deprecated: { v1beta1: {} } } };
  expect(watched(noisy)?.mark).toBe(watched(ready)?.mark);
});
