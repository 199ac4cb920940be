import { expect, test } from "vitest";
import type { ClusterProvider } from "#server/domain/cluster/provider.ts";
import { ClusterSpec } from "#server/domain/cluster/spec.ts";
import { Waiting } from "#server/domain/errors.ts";
import { watchedProvider } from "./watched.ts";

const spec = ClusterSpec.parse({
  pools: [{ name: "a", role: "green", maxNodes: 1 }],
  clusterApi: { managementId: "m1", namespace: "fleet", classRef: { name: "quick", namespace: "fleet" } },
});
const cluster = { id: "c1", name: "heron", zone: "DE" };
const { signal } = new AbortController();
function providerThat(failure: Error): ClusterProvider {
  const fail = () => Promise.reject(failure);
  return { apply: fail, teardown: fail } as unknown as ClusterProvider;
}
const yes = () => Promise.resolve(true);
const no = () => Promise.resolve(false);
const away = () => Promise.reject(new Error("the database is away"));

test.each([
  ["a condition, while its watch is live", "apply", "infrastructure", "NotReady", yes, 15_000],
  ["a condition, without a watch", "apply", "infrastructure", "NotReady", no, 2_000],
  [
    "a condition, when nobody can say whether there is one",
    "apply",
    "infrastructure",
    "NotReady",
    away,
    2_000,
  ],
  ["a part of a deletion", "teardown", "workers", "WaitingForWorkersDeletion", yes, 15_000],
  ["the object that is left", "teardown", "cluster-object", "ObjectLeft", yes, 15_000],
  ["secrets, which no watch shows", "teardown", "cluster-object", "SecretsLeft", yes, 2_000],
  ["an older object of another owner", "apply", "topology", "StillGoing", yes, 2_000],
  ["machines of a roll", "apply", "available", "RollPending", yes, 2_000],
  ["the kubeconfig, which no watch shows", "apply", "kubeconfig", "NoKubeconfig", yes, 2_000],
] as const)("waiting for %s", async (_, kind, step, reason, isLive, requeueAfterMs) => {
  const provider = watchedProvider(providerThat(new Waiting(reason, "It waits.", 2_000)), isLive);
  const attempt = provider[kind](step, cluster, spec, signal);
  await expect(attempt).rejects.toMatchObject({
    name: "Waiting",
    reason,
    message: "It waits.",
    requeueAfterMs,
  });
});

test("what is no wait stays what it is", async () => {
  const error = new Error("it broke");
  const attempt = watchedProvider(providerThat(error), yes).apply("infrastructure", cluster, spec, signal);
  await expect(attempt).rejects.toBe(error);
});
