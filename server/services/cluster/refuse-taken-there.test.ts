import { expect, test } from "vitest";
import {
  CLUSTER_PATH,
  MACHINES_PATH,
  managementWith,
  ours,
  own,
} from "#server/adapters/provider/cluster-api/testing.ts";
import { takenBy } from "./refuse-taken-there.ts";

const machine = (metadata: object) => ({ metadata: { namespace: "fleet", name: "heron-a", ...metadata } });
const LATER = "The name is free once that is gone; choose another, or wait.";

test.each([
  ["nothing is there: free", {}, undefined],
  [
    "a Cluster is there",
    { [CLUSTER_PATH]: ours() },
    "home has a Cluster fleet/heron already. Choose another name.",
  ],
  [
    "a machine outlived its Cluster, held by a finalizer",
    { [MACHINES_PATH]: [machine({ deletionTimestamp: "2026-11-25T20:00:00Z", finalizers: ["x.org/keep"] })] },
    `Machines of an older Cluster fleet/heron are still in home. Machine fleet/heron-a is held by the finalizer x.org/keep. ${LATER}`,
  ],
  [
    "a machine outlived its Cluster, and is not asked to go",
    { [MACHINES_PATH]: [machine({})] },
    `Machines of an older Cluster fleet/heron are still in home. Machine fleet/heron-a is still there, though its Cluster is gone. ${LATER}`,
  ],
])("whether a name is free: %s", async (_, there, why) => {
  expect(await takenBy(managementWith(there).access, "home", "heron", own)).toBe(why);
});
