import { expect, test } from "vitest";
import {
  cluster,
  CLUSTER_PATH,
  managementWith,
  ours,
  own,
} from "#server/adapters/provider/cluster-api/testing.ts";
import { standingObject } from "./standing-object.ts";

test.each([
  ["it is there", ours(), undefined],
  [
    "it is being deleted there",
    ours({ deletionTimestamp: "2026-11-25T20:00:00Z" }),
    "Its Cluster object fleet/heron is being deleted there, and not from here: nothing of it can be changed.",
  ],
  [
    "somebody else's is being deleted there",
    ours({ deletionTimestamp: "2026-11-25T20:00:00Z", labels: {} }),
    "Its Cluster object fleet/heron is not there: it is not made yet, or somebody deleted it.",
  ],
])("what a change may begin with: %s", async (_, object, refusal) => {
  const standing = standingObject(managementWith({ [CLUSTER_PATH]: object }).access, cluster, own);
  if (refusal === undefined) expect((await standing).cluster.metadata.uid).toBe("u1");
  else await expect(standing).rejects.toThrow(refusal);
});
