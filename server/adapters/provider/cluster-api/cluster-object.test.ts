import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { ClusterObject } from "#server/domain/cluster/cluster-api/cluster-object.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { applyCluster } from "./cluster-object.ts";
import { messageOf } from "./observe.ts";
import { kubeconfigTo } from "../provider.contract.ts";
import { clusterApiProvider } from "./provider.ts";
import { cluster, CLUSTER_PATH, managementWith, ours, own } from "./testing.ts";

const spec = ClusterSpec.parse({
  pools: [{ name: "md-0", role: "fallback", maxNodes: 1, machineClass: "worker" }],
  clusterApi: own,
});
const GOING = ours({ deletionTimestamp: "2026-11-25T20:00:00Z" });

test.each([
  ["made, and deleted there", true, {}, "is not there any more: somebody deleted it."],
  [
    "made, and being deleted there",
    true,
    { [CLUSTER_PATH]: GOING },
    "is being deleted there, and not from here: nothing of it can be changed.",
  ],
] as const)("a change does not make a cluster anew: %s", async (_, isMade, there, sentence) => {
  const { access, written } = managementWith(there);
  await expect(applyCluster(access, cluster, spec, own, isMade)).rejects.toMatchObject({
    reason: "ObjectGone",
    message: `Its Cluster object fleet/heron ${sentence}`,
  });
  expect(written).toEqual([]);
});

test("a creation makes it, and waits for an older one that is going", async () => {
  const none = managementWith({});
  await applyCluster(none.access, cluster, spec, own, false);
  expect(none.written).toEqual([`APPLY ${CLUSTER_PATH}`]);
  const older = managementWith({ [CLUSTER_PATH]: GOING });
  await expect(applyCluster(older.access, cluster, spec, own, false)).rejects.toMatchObject({
    reason: "StillGoing",
  });
});

test("it is made once its kubeconfig is stored", async () => {
  const server = http.createServer((_, response) => {
    response.writeHead(404).end(JSON.stringify({ reason: "NotFound", message: "not there" }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const kubeconfig = kubeconfigTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const applied = (stored: string | undefined): Promise<unknown> =>
    clusterApiProvider({
      managements: { find: () => Promise.resolve({ name: "home", kubeconfig }) },
      kubeconfigs: {
        find: () => Promise.resolve(stored),
        save: () => Promise.reject(),
        seal: () => Promise.reject(),
      },
      clusters: { removeSecrets: () => Promise.reject() },
    }).apply("topology", cluster, spec, new AbortController().signal);
  await expect(applied("stored")).rejects.toMatchObject({ reason: "ObjectGone" });
  await expect(applied(undefined)).rejects.toThrow("The management cluster refuses it: not there"); // it was asked to make it
  server.close();
});

test("one that somebody else deletes says so from the next look on", () => {
  expect(messageOf(ClusterObject.parse(GOING))).toMatch(
    /^Its Cluster object is being deleted, and not from here/,
  );
});
