import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createKubeClient } from "#server/adapters/kubernetes/client.ts";
import type { SessionLocks } from "#server/adapters/db/session-lock.ts";
import { createLogger } from "#server/adapters/log.ts";
import { scaledClock } from "#server/adapters/clock.ts";
import type { Kubeconfigs } from "#server/adapters/secret/kubeconfigs.ts";
import { ZONE_LABEL } from "#server/domain/carbon/places.ts";
import { specOfSize } from "#server/domain/cluster/spec.ts";
import { TerminalError, Waiting } from "#server/domain/errors.ts";
import { importedProvider } from "./imported/provider.ts";
import { createSandboxHost, type SandboxHost } from "./sandbox/host.ts";
import { sandboxProvider } from "./sandbox/provider.ts";

const OURS = new Set(["accepted", "agent", "policies", "ready"]); // the loop's own steps, the same for every provider
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

describe.each([
  {
    name: "sandbox",
    make: () => sandboxProvider({ host, kubeconfigs }),
    given: () => Promise.resolve(),
  },
  {
    name: "imported",
    make: () =>
      importedProvider({
        kubeconfigs,
        clusters: { removeSecrets: (id) => Promise.resolve(void stored.delete(id)) },
      }),
    given: giveSomeoneElses,
  },
] as const)("$name", ({ name, make, given }) => {
  async function created() {
    await given();
    const provider = make();
    for (const step of provider.createSteps(spec)) {
      if (!OURS.has(step.name)) await provider.apply(step.name, cluster, spec, signal);
    }
    return provider;
  }

  test("says its own name, and names each step once", () => {
    const provider = make();
    expect(provider.name).toBe(name);
    for (const steps of [provider.createSteps(spec), provider.scaleSteps(spec), provider.deleteSteps(spec)]) {
      const names = steps.map((step) => step.name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.every((each) => /^[a-z-]+$/.test(each))).toBe(true);
    }
    expect(provider.deleteSteps(spec).every((step) => step.leaves !== undefined)).toBe(true);
  });

  test("each step tells what it did, and may be done again", async () => {
    await given();
    const provider = make();
    for (const step of provider.createSteps(spec).filter((each) => !OURS.has(each.name))) {
      const first = await provider.apply(step.name, cluster, spec, signal);
      expect(first.message).toMatch(/\.$/);
      expect(await provider.apply(step.name, cluster, spec, signal)).toEqual(first);
    }
    expect(await provider.kubeconfig(cluster)).toContain("kind: Config");
  });

  test("what was made answers: version, nodes, held Jobs, address", async () => {
    const provider = await created();
    const observation = await provider.observe(cluster, spec, signal);
    expect(observation).toMatchObject({ reachable: true, waitingJobs: 0 });
    expect(observation.version).toMatch(/^v1\.\d+/);
    expect(observation.server).toMatch(/^https:\/\/127\.0\.0\.1:/);
    expect(observation.nodesWanted).toBeGreaterThanOrEqual(observation.nodesReady);
  });

  test("an unknown step is refused for good, not tried again", async () => {
    await expect(make().apply("no-such-step", cluster, spec, signal)).rejects.toThrow(TerminalError);
    await expect(make().teardown("no-such-step", cluster, spec, signal)).rejects.toThrow(TerminalError);
  });

  test("the teardown may be done again, step by step, and ends with nothing stored", async () => {
    const provider = await created();
    for (const step of provider.deleteSteps(spec).filter((each) => each.name !== "agent")) {
      await vi.waitFor(() => provider.teardown(step.name, cluster, spec, signal), {
        timeout: 10_000,
        interval: 50,
      });
      await provider.teardown(step.name, cluster, spec, signal);
    }
    expect(host.exists(cluster.id)).toBe(false);
  });

  test("a cluster of which nothing was made is taken down all the same", async () => {
    const provider = make();
    for (const step of provider.deleteSteps(spec).filter((each) => each.name !== "agent")) {
      expect((await provider.teardown(step.name, cluster, spec, signal)).message).toMatch(/\.$/);
    }
  });

  test("an address where nobody listens is an error that names it, never an empty cluster", async () => {
    const provider = make();
    stored.set(cluster.id, kubeconfigTo("https://127.0.0.1:1"));
    if (name === "imported") {
      await expect(provider.observe(cluster, spec, signal)).rejects.toThrow(
        "https://127.0.0.1:1 cannot be reached: nothing listens there.",
      );
    } else {
      await provider.observe(cluster, spec, signal); // a sandbox is woken from its state instead
      expect(stored.get(cluster.id)).not.toContain("127.0.0.1:1\n");
    }
  });

  test("credentials that are refused are a person's to mend", async () => {
    const provider = await created();
    const text = stored.get(cluster.id) ?? "";
    stored.set(cluster.id, text.replace(/token: .*/, "token: someone-elses"));
    await expect(provider.observe(cluster, spec, signal)).rejects.toThrow(/refuses the credentials \(401\)/);
  });
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
  const plain = importedProvider({ kubeconfigs, clusters });
  const { message } = (await plain.apply("permissions", cluster, spec, signal)) ?? {};
  expect(message).toContain("Its nodes stand in eu-west-3 (AWS), which the grid FR feeds; it is set to DE.");
  const own = importedProvider({
    kubeconfigs,
    clusters,
    places: () => Promise.resolve({ "eu-west-3b": "DE" }),
  });
  const told = (await own.apply("permissions", cluster, spec, signal)) ?? {};
  expect(told.message).toContain("Its nodes stand in eu-west-3b, which the grid DE feeds.");
});

test("deleting an imported cluster that is gone forgets it, and says that something may be left", async () => {
  const provider = importedProvider({ kubeconfigs, clusters: { removeSecrets: () => Promise.resolve() } });
  stored.set(cluster.id, kubeconfigTo("https://127.0.0.1:1"));
  expect(await provider.teardown("policies", cluster, spec, signal)).toEqual({
    message: "Our policies stay in it. https://127.0.0.1:1 cannot be reached: nothing listens there.",
  });
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

const alone = (): SessionLocks => ({
  acquire: () => Promise.resolve(true),
  release: () => Promise.resolve(),
  stop: () => Promise.resolve(),
});

const kubeconfigTo = (server: string): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "a",
    contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
    clusters: [{ name: "a", cluster: { server } }],
    users: [{ name: "a", user: { token: "t" } }],
  });
