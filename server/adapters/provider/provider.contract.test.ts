import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createKubeClient } from "#server/adapters/kubernetes/client.ts";
import type { SessionLocks } from "#server/adapters/db/session-lock.ts";
import { createLogger } from "#server/adapters/log.ts";
import { scaledClock } from "#server/adapters/clock.ts";
import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import { ZONE_LABEL } from "#server/domain/carbon/places.ts";
import { specOfSize } from "#server/domain/cluster/spec.ts";
import { Waiting } from "#server/domain/errors.ts";
import { importedProvider } from "./imported/provider.ts";
import { kubeconfigTo, providerContract } from "./provider.contract.ts";
import { createSandboxHost, type SandboxHost } from "./sandbox/host.ts";
import { sandboxProvider } from "./sandbox/provider.ts";

const cluster = { id: "c1", name: "heron-1", zone: "DE" };
const spec = specOfSize("small");
const { signal } = new AbortController();

let dataDir: string;
let host: SandboxHost;
let stored: Map<string, string>;
let kubeconfigs: Kubeconfigs;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "provider-"));
  const clock = scaledClock({ startsAt: new Date(), epoch: new Date(), rate: 60 });
  host = createSandboxHost({ dataDir, locks: alone(), clock, log: createLogger("test", "silent") });
  stored = new Map();
  kubeconfigs = {
    find: (id) => Promise.resolve(stored.get(id)),
    save: (id, yaml) => Promise.resolve(void stored.set(id, yaml)),
    seal: () => Promise.reject(new Error("not needed here")),
  };
});
afterEach(async () => {
  await host.stopAll();
  await rm(dataDir, { recursive: true, force: true });
});

/** An imported cluster is someone else's: here a sandbox that its provider knows nothing of. */
async function giveSomeoneElses(): Promise<void> {
  const other = await host.ensure({ id: "other", name: "other" });
  if (other !== "elsewhere") stored.set(cluster.id, other.kubeconfig());
}

providerContract({
  name: "sandbox",
  cluster,
  make: () => sandboxProvider({ host, kubeconfigs }),
  given: () => Promise.resolve(),
  stored: () => stored,
  isLeft: () => host.exists(cluster.id),
});
providerContract({
  name: "imported",
  cluster,
  make: () =>
    importedProvider({
      kubeconfigs,
      clusters: { removeSecrets: (id) => Promise.resolve(void stored.delete(id)) },
      accesses,
      releaseHeld,
    }),
  given: giveSomeoneElses,
  stored: () => stored,
  isLeft: () => host.exists(cluster.id),
});

test("a teardown waits for what a finalizer holds, and names both", async () => {
  const provider = sandboxProvider({ host, kubeconfigs });
  await provider.apply("api-server", cluster, spec, signal);
  const kube = createKubeClient(stored.get(cluster.id) ?? "");
  await kube.json("/apis/batch/v1/namespaces/default/jobs", {
    method: "POST",
    body: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "kept", finalizers: ["example.org/keep"] },
      spec: {
        suspend: true,
        template: { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "busybox" }] } },
      },
    },
  });
  await kube.close();

  const attempt = provider.teardown("workloads", cluster, spec, signal);
  await expect(attempt).rejects.toThrow(Waiting);
  await expect(attempt).rejects.toThrow(
    "1\u00a0Job is still there: default/kept is held by the finalizer example.org/keep.",
  );
});

test("an imported cluster says in which grid its nodes stand, by their labels and by a person's own places", async () => {
  await giveSomeoneElses();
  const kube = createKubeClient(stored.get(cluster.id) ?? "");
  const node = {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "n", labels: { [ZONE_LABEL]: "eu-west-3b" } },
  };
  await kube.json("/api/v1/nodes", { method: "POST", body: node });
  await kube.close();
  const clusters = { removeSecrets: () => Promise.resolve() };
  const plain = importedProvider({ kubeconfigs, clusters, accesses, releaseHeld });
  const { message } = (await plain.apply("permissions", cluster, spec, signal)) ?? {};
  expect(message).toContain("Its nodes stand in eu-west-3 (AWS), which the grid FR feeds; it is set to DE.");
  const own = importedProvider({
    kubeconfigs,
    clusters,
    accesses,
    releaseHeld,
    places: () => Promise.resolve({ "eu-west-3b": "DE" }),
  });
  const told = (await own.apply("permissions", cluster, spec, signal)) ?? {};
  expect(told.message).toContain("Its nodes stand in eu-west-3b, which the grid DE feeds.");
});

test("an imported cluster that does not answer is said so at each step that needs it, never taken for empty", async () => {
  const clusters = { removeSecrets: () => Promise.resolve() };
  const provider = importedProvider({ kubeconfigs, clusters, accesses, releaseHeld });
  stored.set(cluster.id, kubeconfigTo("https://127.0.0.1:1"));
  const asking = provider.deleteSteps(spec).filter(({ asksCluster }) => asksCluster);
  expect(asking).toHaveLength(5);
  for (const { name } of asking) {
    await expect(provider.teardown(name, cluster, spec, signal)).rejects.toThrow(
      "https://127.0.0.1:1 cannot be reached: nothing listens there.",
    );
  }
});

test("another process that owns a sandbox is not disturbed", async () => {
  const theirs = createSandboxHost({
    dataDir,
    locks: { ...alone(), acquire: () => Promise.resolve(false) },
    clock: scaledClock({ startsAt: new Date(), epoch: new Date(), rate: 1 }),
    log: createLogger("test", "silent"),
  });
  const provider = sandboxProvider({ host: theirs, kubeconfigs });
  await expect(provider.apply("api-server", cluster, spec, signal)).rejects.toThrow(
    /Another worker runs heron-1/,
  );
  await expect(provider.teardown("api-server", cluster, spec, signal)).rejects.toThrow(Waiting);
  expect(provider.runsHere(cluster)).toBe(false);
});

/** Where nothing is ever held. */
const accesses = { list: () => Promise.resolve([]) };
const releaseHeld = () => Promise.resolve(0);

const alone = (): SessionLocks => ({
  acquire: () => Promise.resolve(true),
  release: () => Promise.resolve(),
  stop: () => Promise.resolve(),
});
