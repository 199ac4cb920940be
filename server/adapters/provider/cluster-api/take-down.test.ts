import { expect, test } from "vitest";
import { awaitGone, takeDown } from "./take-down.ts";
import { cluster, CLUSTER_PATH, managementWith, NO_KIND, own } from "./testing.ts";

test("where its Cluster is not there, that is what is said", async () => {
  const { access } = managementWith({});
  expect(await takeDown(access, "workers", cluster, own)).toEqual({
    message: "There is no Cluster fleet/heron of ours there.",
  });
  expect(await awaitGone(access, cluster, own)).toEqual({
    message: "The object and all that was made for it is gone.",
  });
});

test.each(["workers", "infrastructure"] as const)(
  "where there is no Cluster API at all, nothing is taken for gone: %s",
  async (step) => {
    const { access } = managementWith({ [CLUSTER_PATH]: NO_KIND });
    const sentence =
      "https://home does not serve cluster.x-k8s.io/v1beta2: Cluster API is not installed there, so nothing can be known of the Cluster fleet/heron.";
    await expect(takeDown(access, step, cluster, own)).rejects.toThrow(sentence);
    await expect(awaitGone(access, cluster, own)).rejects.toThrow(sentence);
  },
);
