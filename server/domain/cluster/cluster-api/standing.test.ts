import { expect, test } from "vitest";
import { standingOf } from "./standing.ts";
import { clusterOf, IDLE, machines } from "./testing.ts";

const done = { Available: "True", TopologyReconciled: "True", ...IDLE } as const;
const whole = { conditions: done, controlPlane: machines(3), workers: machines(2) };
/** As managed ones of clouds report it: it serves, and has no notion of replicas. */
const managed = {
  conditions: { ...done, ControlPlaneAvailable: "True" },
  controlPlane: {},
  workers: machines(2),
} as const;

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
  ["a control plane that a cloud runs counts no machines: the workers alone", managed, true, "available"],
  [
    "a control plane that a cloud runs, with a worker on its way: not settled",
    { ...managed, conditions: { ...managed.conditions, ScalingUp: "True" }, workers: machines(2, 1) },
    false,
    "available, 1 of 2\u00a0workers ready, scales up",
  ],
  [
    "no machines are counted and it does not serve yet: not settled",
    { ...managed, conditions: { ...done, ControlPlaneAvailable: "False" } },
    false,
    "available",
  ],
  [
    "it was not said at all how its control plane stands: not settled",
    { ...managed, controlPlane: undefined },
    false,
    "available",
  ],
  [
    "a control plane of which some machines are counted is not a cloud's: not settled",
    { ...managed, controlPlane: { replicas: 1 } },
    false,
    "available",
  ],
  ["no worker is wanted: settled", { ...whole, workers: machines(0) }, true, "available"],
] as const)("%s", (_, cluster, settled, sentence) => {
  expect(standingOf(clusterOf(cluster))).toMatchObject({ settled, sentence });
});

test("beside a control plane that a cloud runs the machines are the workers", () => {
  expect(standingOf(clusterOf({ ...managed, workers: machines(3, 2) }))).toMatchObject({
    machinesReady: 2,
    machinesWanted: 3,
  });
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
