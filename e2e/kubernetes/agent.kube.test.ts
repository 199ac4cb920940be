import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { systemClock } from "#server/adapters/clock.ts";
import { openJournal, type Journal } from "#server/adapters/decision/journal.ts";
import { createKubeClient, type KubeClient } from "#server/adapters/kubernetes/client.ts";
import {
  POLICIES_PATH,
  SCORES_PATH,
  SYSTEM_NAMESPACE_PATH,
} from "#server/adapters/kubernetes/cluster-view.ts";
import { createLogger } from "#server/adapters/log.ts";
import { toScore } from "#server/domain/carbon/score.ts";
import { decide } from "#server/domain/job/decide.ts";
import { outcomeOf } from "#server/domain/job/facts.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import type { Job, KubeObject, Node, Pod } from "#server/domain/kubernetes.ts";
import { startAgent, type Agent } from "#server/main/agent.ts";
import { patient } from "./program/world.ts";

const NAMESPACE = "agent-kube";
const JOBS = `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`;
const STEP_MS = 10_000;
const key = (name: string) => `carbon-aware.io/${name}`;

let kube: KubeClient;
let agent: Agent;
let journal: Journal;
const stop = new AbortController();
const dir = mkdtempSync(path.join(os.tmpdir(), "agent-kube-"));

beforeAll(async () => {
  kube = createKubeClient(inject("kubeconfig"));
  journal = openJournal(dir);
  agent = startAgent({
    clusterId: "kube",
    kube,
    clusterZone: "DE",
    clock: systemClock,
    log: createLogger("test", process.env["KARBON_LOG"] ?? "silent"),
    signal: stop.signal,
    recorder: journal,
  });
  await agent.ready;
  await patient(kube);
  await kube.json("/api/v1/namespaces", {
    method: "POST",
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } },
  });
  await addNode("agent-green", "green", [{ key: key("pool"), value: "green", effect: "NoSchedule" }]);
  await addNode("agent-fallback", "fallback", []);
});

afterAll(async () => {
  stop.abort();
  await agent.stopped;
  journal.close();
  for (const made of [
    `/api/v1/namespaces/${NAMESPACE}`,
    "/api/v1/nodes/agent-green",
    "/api/v1/nodes/agent-fallback",
    "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/karbonetes-agent",
  ]) {
    await kube.json(made, { method: "DELETE" });
  }
  await kube.close();
  rmSync(dir, { recursive: true, force: true });
});

async function addNode(name: string, pool: string, taints: object[]): Promise<void> {
  const capacity = { cpu: "16", memory: "64Gi", pods: "110" };
  await kube.json("/api/v1/nodes", {
    method: "POST",
    body: {
      apiVersion: "v1",
      kind: "Node",
      metadata: {
        name,
        labels: { "karpenter.sh/nodepool": pool, "kubernetes.io/hostname": name },
        annotations: { "kwok.x-k8s.io/node": "fake" },
      },
      spec: { taints },
      status: { capacity, allocatable: capacity },
    },
  });
}

/** Slots of ten seconds; those from `fromSlot` on for a minute are cheap. */
async function publish(fromSlot: number): Promise<void> {
  const slot = Math.floor(Date.now() / STEP_MS);
  const slotAt = (n: number) => new Date((slot + n) * STEP_MS);
  const spec = toScore({
    zone: "DE",
    kind: "average",
    provenance: "test",
    latest: { startsAt: slotAt(-1), stepMs: STEP_MS, gramsPerKwh: 400, quality: "measured" },
    recent: [],
    forecast: {
      generatedAt: new Date(),
      startsAt: slotAt(0),
      stepMs: STEP_MS,
      gramsPerKwh: Array.from({ length: 400 }, (_, n) => (n >= fromSlot && n < fromSlot + 6 ? 100 : 400)),
      method: "test",
    },
  });
  const score = {
    apiVersion: "carbon-aware.io/v1alpha1",
    kind: "CarbonScore",
    metadata: { name: "de" },
    spec,
  };
  const applied = await kube.apply(`${SCORES_PATH}/de`, score, {
    fieldManager: "test",
    force: true,
  });
  expect(applied.metadata.resourceVersion).toBeDefined();
  await settled(); // the agent's watch has it
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 2_000));

let count = 0;
function submit(annotations: Record<string, string>, spec: object = {}, pod: object = {}): Promise<Job> {
  return kube.json<Job>(JOBS, {
    method: "POST",
    body: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: `job-${(count += 1)}`, annotations },
      spec: { ...spec, template: templateOf(pod) },
    },
  });
}
const templateOf = (pod: object = {}) => ({
  metadata: { annotations: { "pod-complete.stage.kwok.x-k8s.io/delay": "1s" } },
  spec: {
    restartPolicy: "Never",
    containers: [{ name: "main", image: "busybox", resources: { requests: { cpu: "1" } } }],
    ...pod,
  },
});
const aware = (more: Record<string, string> = {}) => ({
  [key("enabled")]: "true",
  [key("duration")]: "1m",
  ...more,
});
const read = (job: Job) => kube.json<Job>(`${JOBS}/${job.metadata.name}`);
const until = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 90_000, interval: 200 });
const finished = (job: Job) =>
  until(async () => {
    const now = await read(job);
    expect(outcomeOf(now)).toBe("complete");
    return now;
  });
async function poolOf(job: Job): Promise<string | undefined> {
  const { items } = await kube.list<Pod>(`/api/v1/namespaces/${NAMESPACE}/pods`, {
    query: { labelSelector: `job-name=${job.metadata.name}` },
  });
  const node = await kube.json<Node>(`/api/v1/nodes/${items[0]?.spec.nodeName}`);
  return node.metadata.labels?.["karpenter.sh/nodepool"];
}
const reasonsOf = async (job: Job) =>
  (
    await kube.list<KubeObject & { reason: string }>(`/api/v1/namespaces/${NAMESPACE}/events`, {
      query: { fieldSelector: `involvedObject.name=${job.metadata.name}` },
    })
  ).items.map(({ reason }) => reason);

test("a kube-apiserver takes our kinds, defaults a policy, and refuses what the form refuses", async () => {
  const address = `${POLICIES_PATH.replace("/carbonaware", `/namespaces/${NAMESPACE}/carbonaware`)}/p`;
  const policy = (spec: object) => ({
    apiVersion: "carbon-aware.io/v1alpha1",
    kind: "CarbonAwarePolicy",
    metadata: { name: "p", namespace: NAMESPACE },
    spec,
  });
  const apply = (spec: object) => kube.apply(address, policy(spec), { fieldManager: "test", force: true });
  expect((await apply({})).spec).toMatchObject({
    strategy: "best-window",
    maxDelay: "24h",
    minSavingPercent: 2,
  });
  await expect(apply({ strategy: "threshold" })).rejects.toThrow(/threshold needs maxIntensity/);
  await expect(apply({ maxDelay: "soon" })).rejects.toThrow(/maxDelay/);
  await kube.json(address, { method: "DELETE" });
});

test("a Job is held with a reason, released in the window with the person's own affinity, and finishes", async () => {
  await publish(2);
  const tolerations = [{ key: "mine", operator: "Exists" }];
  const term = { matchExpressions: [{ key: "karpenter.sh/nodepool", operator: "Exists" }] };
  const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };
  const job = await submit(aware(), {}, { tolerations, affinity: { nodeAffinity: required } });
  expect(job.spec.suspend).toBe(true);
  expect(job.metadata.annotations).toMatchObject({
    [key("state")]: "held",
    [key("reason")]: "BetterWindowAhead",
  });
  const opensAt = Date.parse(job.metadata.annotations?.[key("release-at")] ?? "");

  const done = await finished(job);
  expect(Date.parse(done.status?.startTime ?? "")).toBeGreaterThanOrEqual(opensAt);
  expect(Date.parse(done.status?.startTime ?? "")).toBeLessThan(opensAt + STEP_MS);
  expect(done.spec.template.spec.tolerations?.map((one) => one.key)).toEqual(["mine", key("pool")]);
  expect(done.spec.template.spec.affinity?.nodeAffinity).toMatchObject(required);
  expect(done.metadata.annotations).toMatchObject({
    [key("state")]: "released",
    [key("reason")]: "WindowOpen",
  });
  await until(async () => expect(await reasonsOf(job)).toEqual(expect.arrayContaining(["Held", "Released"])));
});

test("required, it runs on the green pool and nowhere else", async () => {
  await publish(1);
  const job = await submit(aware({ [key("mode")]: "require" }));
  await finished(job);
  expect(await poolOf(job)).toBe("green");
});

test("at its latest start it goes, and to the fallback pool", async () => {
  await publish(100);
  const job = await submit(aware({ [key("max-delay")]: "1200s", [key("hold")]: "true" }));
  expect(job.metadata.annotations?.[key("reason")]).toBe("HeldByPerson");
  await kube.patch(
    `${JOBS}/${job.metadata.name}`,
    { metadata: { annotations: { [key("max-delay")]: "5s" } } },
    "application/merge-patch+json",
  );
  const done = await finished(job);
  const latest = Date.parse(done.metadata.creationTimestamp ?? "") + 5_000;
  expect(done.metadata.annotations?.[key("reason")]).toBe("LatestStartReached");
  expect(Date.parse(done.status?.startTime ?? "")).toBeGreaterThanOrEqual(latest);
  expect(await poolOf(job)).toBe("fallback");
});

test("a plain Job passes untouched", async () => {
  await publish(5);
  const job = await submit({ mine: "1" });
  expect(job.spec.suspend ?? false).toBe(false);
  expect((await finished(job)).metadata.annotations).toEqual({ mine: "1" });
});

test("kube-system is never asked about", async () => {
  const job = await kube.json<Job>("/apis/batch/v1/namespaces/kube-system/jobs", {
    method: "POST",
    body: {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "system-job", annotations: aware() },
      spec: { suspend: false, template: templateOf() },
    },
  });
  expect(job.metadata.annotations?.[key("state")]).toBeUndefined();
  await kube.json("/apis/batch/v1/namespaces/kube-system/jobs/system-job", { method: "DELETE" });
});

test("a pause lets every held Job go, and says why", async () => {
  await publish(100);
  const job = await submit(aware());
  expect(job.spec.suspend).toBe(true);
  const pause = (paused: string | null) =>
    kube.patch(
      SYSTEM_NAMESPACE_PATH,
      { metadata: { annotations: { [key("paused")]: paused } } },
      "application/merge-patch+json",
    );
  await pause("true");
  const done = await finished(job);
  expect(done.metadata.annotations?.[key("reason")]).toBe("CarbonAwarenessPaused");
  await pause(null);
});

test("every recorded decision is the one that decide() makes of its recorded input", async () => {
  const records: DecisionRecord[] = [];
  await journal.drain(async (batch) => void records.push(...batch));
  expect(records.filter(({ released }) => released).length).toBeGreaterThanOrEqual(4);
  for (const record of records) expect(decide(record.input)).toEqual(record.decision);
});
