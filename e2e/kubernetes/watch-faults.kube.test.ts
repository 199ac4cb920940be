import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openControlPlane, type ControlPlane } from "#server/adapters/control-plane/control-plane.ts";
import { haveEngines } from "#server/adapters/control-plane/have-engines.ts";
import { createAgentCache, type AgentCache } from "#server/adapters/kubernetes/agent-cache.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import { installKinds } from "#server/adapters/kubernetes/install.ts";
import { JOBS_PATH } from "#server/adapters/kubernetes/job.ts";
import { keyOf } from "#server/domain/job/facts.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { FAULTS, startFaultProxy, type Fault } from "./faults/fault-proxy.ts";
import { aware, connect, createNamespace, handsIn, templateOf, until } from "./program/cluster.ts";

const NAMESPACE = "watched";
const TIMING = { idleMs: 1_500, timeoutSeconds: 30, baseDelayMs: 20, maxDelayMs: 200 };
const dir = mkdtempSync(path.join(os.tmpdir(), "watch-faults-"));
const stop = new AbortController();
const counts: Record<string, object> = {};
const gone: string[] = [];
/** The resourceVersions in which the cache had each Job, in order. */
const versions = new Map<string, number[]>();
let errors = 0;
let plane: ControlPlane;
let direct: KubeClient;
let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
let through: KubeClient;
let cache: AgentCache;

/** etcd and an API server: nothing but this test changes a Job. */
async function startApi(): Promise<ControlPlane> {
  const engines = await haveEngines({ env: process.env, say: () => undefined });
  const opened = await openControlPlane({ dir: path.join(dir, "plane"), engines, durable: true });
  await opened.run("etcd");
  await opened.run("kube-apiserver");
  return opened;
}

beforeAll(async () => {
  plane = await startApi();
  direct = connect(plane.kubeconfig);
  await installKinds(direct, AbortSignal.timeout(60_000));
  await createNamespace(direct, NAMESPACE);
  proxy = await startFaultProxy(plane.kubeconfig);
  through = createKubeClient(proxy.kubeconfig);
  cache = createAgentCache({
    kube: through,
    clusterZone: "DE",
    signal: stop.signal,
    timing: TIMING,
    onJob: (key) => {
      const version = Number(cache.jobs.get(key)?.metadata.resourceVersion);
      versions.set(key, [...(versions.get(key) ?? []), version]);
    },
    onJobGone: (job) => gone.push(keyOf(job)),
    onChange: () => undefined,
    onError: () => (errors += 1),
  });
  await cache.synced;
});

afterAll(async () => {
  stop.abort();
  await cache?.stopped;
  await through?.close();
  await proxy?.close();
  await direct?.close();
  await plane?.stop();
  rmSync(dir, { recursive: true, force: true });
  process.stderr.write(`the watch through a faulty proxy: ${JSON.stringify(counts)}\n`);
});

const made: Job[] = [];
let count = 0;

/** Four Jobs come, two of those before turn, two go: told to the API server itself. */
async function change(): Promise<{ lost: string[] }> {
  const { jobs } = handsIn(direct, NAMESPACE);
  const at = ({ metadata }: Job) => `${jobs}/${metadata.name}`;
  const going = made.splice(0, 2);
  for (const job of made.slice(0, 2)) {
    const turn = { metadata: { labels: { turn: `t${count}` } } };
    await direct.patch(at(job), turn, "application/merge-patch+json");
  }
  for (const job of going) {
    await direct.json(at(job), { method: "DELETE", query: { propagationPolicy: "Background" } });
  }
  for (let n = 0; n < 4; n += 1) {
    const body = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: `w-${(count += 1)}`, annotations: aware({ note: "grün 🌿" }) },
      spec: { suspend: true, template: templateOf() },
    };
    made.push(await direct.json<Job>(jobs, { method: "POST", body }));
  }
  return { lost: going.map(keyOf) };
}

const stateOf = (jobs: Iterable<Job>) =>
  Object.fromEntries([...jobs].map((job) => [keyOf(job), job.metadata.resourceVersion]));

/** What the cache knows is what the API server has: none lost, none that is gone kept, each in its newest state. */
async function expectMirrored(): Promise<number> {
  return until(async () => {
    const { items } = await direct.list<Job>(JOBS_PATH);
    expect(stateOf(cache.jobs.values())).toEqual(stateOf(items));
    return items.length;
  }, 20_000);
}

const asked = (kind: "list" | "watch") =>
  proxy.asked.filter((line) => line === `${kind} ${JOBS_PATH}`).length;
const RELISTS: readonly Fault[] = ["status-410", "event-410"];

test.each(Object.entries(FAULTS) as [Fault, string][])("%s: %s", async (fault) => {
  await change();
  await expectMirrored();
  const [lists, hits, failed] = [asked("list"), proxy.hits(), errors];

  proxy.begin(fault);
  const during = await change();
  await until(() => expect(proxy.hits()).toBeGreaterThan(hits));
  if (fault !== "event-410") await change();
  proxy.end();
  const after = await change();
  const jobs = await expectMirrored();

  const relisted = asked("list") - lists;
  if (RELISTS.includes(fault)) expect(relisted).toBeGreaterThan(0);
  else expect(relisted).toBe(0); // it went on from where it was
  expect(gone).toEqual(expect.arrayContaining([...during.lost, ...after.lost]));
  expect(new Set(gone).size).toBe(gone.length);
  counts[fault] = { jobs, relisted, met: proxy.hits() - hits, errors: errors - failed };
});

test("the API server goes away and comes back elsewhere", async () => {
  await change();
  await expectMirrored();
  const failed = errors;
  await change();
  await plane.stop();
  await direct.close();
  plane = await startApi();
  direct = connect(plane.kubeconfig);
  await change();
  proxy.to(plane.kubeconfig);
  await change();
  counts["restart"] = { jobs: await expectMirrored(), errors: errors - failed };
  expect(errors).toBeGreaterThan(failed);
});

test("through all of it no Job was ever seen to turn back, nor kept when it was gone", () => {
  for (const [key, seen] of versions) expect([key, seen]).toEqual([key, seen.toSorted((a, b) => a - b)]);
  for (const key of gone) expect(cache.jobs.has(key)).toBe(false);
  expect(versions.size).toBe(count);
});
