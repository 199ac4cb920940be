import { expect, test } from "vitest";
import { standingOf } from "./standing.ts";
import { clusterOf, IDLE, machines } from "./testing.ts";

const done = { Available: "True", TopologyReconciled: "True", ...IDLE } as const;
const whole = { conditions: done, controlPlane: machines(3), workers: machines(2) };

test.each([
  ["every machine as wanted: settled", whole, true, "available"],
  [
    "available with one of three: not settled",
    {
      ...whole,
      conditions: { ...done, ScalingUp: "True" },
      controlPlane: { ...machines(3, 1), replicas: 2 },
    },
    false,
    "available, 1 of 3\u00a0control-plane machines ready, scales up",
  ],
  [
    "all ready but one of the old version: not settled",
    { ...whole, workers: machines(2, 2, 1) },
    false,
    "available",
  ],
  [
    "one more than wanted while it rolls: not settled",
    { ...whole, conditions: { ...done, RollingOut: "True" }, workers: { ...machines(2), replicas: 3 } },
    false,
    "available, rolls its machines",
  ],
  [
    "the controllers have not seen the newest wish: not settled",
    { ...whole, observedGeneration: 1 },
    false,
    "available",
  ],
  ["nothing was counted yet: not settled", { conditions: done }, false, "available"],
  [
    "whether it rolls is not known: not settled",
    { ...whole, conditions: { ...done, RollingOut: { reason: "X", status: "Unknown" } } },
    false,
    "available",
  ],
  [
    "not available",
    { ...whole, conditions: { ...done, Available: "False" }, workers: machines(1, 0) },
    false,
    "not available yet, 0 of 1\u00a0worker ready",
  ],
  ["no worker is wanted: settled", { ...whole, workers: machines(0) }, true, "available"],
] as const)("%s", (_, cluster, settled, sentence) => {
  expect(standingOf(clusterOf(cluster))).toMatchObject({ settled, sentence });
});

test("machines that were not counted are unknown, not none", () => {
  expect(standingOf(clusterOf({ controlPlane: machines(3) }))).toMatchObject({
    machinesReady: undefined,
    machinesWanted: undefined,
  });
  expect(standingOf(clusterOf({ controlPlane: machines(3, 1), workers: machines(2) }))).toMatchObject({
    machinesReady: 3,
    machinesWanted: 5,
  });
});
