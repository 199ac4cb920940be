import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  BATCHES_PATH,
  listBatches,
  recordsOf,
  removeBatches,
  type Batch,
} from "#server/adapters/decision/batches.ts";
import { startOutbox, type Outbox } from "#server/adapters/decision/outbox.ts";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { decide } from "#server/domain/job/decide.ts";
import type { DecisionRecord } from "#server/domain/job/record.ts";
import { inputOf } from "#server/domain/job/testing.ts";
import { deadKubeconfig, testFleet, type TestFleet } from "#server/services/workload/testing.ts";
import type { Reconciler } from "../runtime/reconciler.ts";
import { decisionCollector } from "./controller.ts";

let fleet: TestFleet;
let loop: Reconciler;
let closing: AbortController;
const { signal } = new AbortController();
const warned: string[] = [];

beforeAll(async () => {
  fleet = await testFleet();
  const metadata = { name: "karbonetes-system" };
  await fleet.kube
    .json("/api/v1/namespaces", {
      method: "POST",
      body: { apiVersion: "v1", kind: "Namespace", metadata },
    })
    .catch(() => undefined);
  await fleet.db.cluster.update({ where: { id: fleet.lab }, data: { provider: "imported" } });
});
afterAll(() => fleet.close());
beforeEach(() => {
  loop = decisionCollector(fleet.app);
  closing = new AbortController();
  warned.length = 0;
});
afterEach(async () => {
  closing.abort();
  await fleet.db.decision.deleteMany();
  await removeBatches(fleet.kube);
  expect(await listBatches(fleet.kube)).toEqual([]);
});

const input = inputOf([300, 75]);
const recordOf = (id: string, change: Partial<DecisionRecord> = {}): DecisionRecord => ({
  id,
  clusterId: "",
  jobUid: `uid-${id}`,
  namespace: "climate",
  name: `job-${id}`,
  decision: decide(input),
  released: false,
  input,
  ...change,
});
const outbox = (change: { kube?: KubeClient; everyMs?: number; keep?: number } = {}): Outbox =>
  startOutbox({
    kube: fleet.kube,
    log: { warn: (_: unknown, text?: string) => void warned.push(text ?? "") } as never,
    signal: closing.signal,
    everyMs: 3_600_000,
    ...change,
  });
async function laidDown(box: Outbox): Promise<void> {
  closing.abort();
  await box.stopped;
  closing = new AbortController();
}
const stored = () =>
  fleet.db.decision.findMany({ orderBy: { id: "asc" }, select: { id: true, clusterId: true, jobUid: true } });

test("what an agent decided reaches the database under its cluster, once", async () => {
  const box = outbox();
  box.add(recordOf("a", { jobUid: "" }));
  box.add(recordOf("a"));
  box.add(recordOf("b", { released: true }));
  await laidDown(box);
  expect(await loop.reconcile(fleet.lab, signal)).toEqual({ requeueAfterMs: 15_000 });
  const both = ["a", "b"].map((id) => ({ id, clusterId: fleet.lab, jobUid: `uid-${id}` }));
  expect(await stored()).toEqual(both);
  await loop.reconcile(fleet.lab, signal);
  await decisionCollector(fleet.app).reconcile(fleet.lab, signal); // a worker that starts again reads all of it again
  expect(await stored()).toEqual(both);
});

test("pages are told whenever something new was read, also while old batches go", async () => {
  let told = 0;
  const live = { publish: () => Promise.resolve(void (told += 1)) };
  loop = decisionCollector({ ...fleet.app, live });
  for (const id of ["a", "b"]) {
    await removeBatches(fleet.kube);
    const box = outbox();
    box.add(recordOf(id));
    await laidDown(box);
    await loop.reconcile(fleet.lab, signal);
    await loop.reconcile(fleet.lab, signal);
  }
  expect(told).toBe(2);
});

test("every record comes back with the input that it was made from", async () => {
  const box = outbox();
  const records = Array.from({ length: 500 }, (_, n) => recordOf(String(n)));
  for (const record of records) box.add(record);
  await laidDown(box);
  const [name] = (await listBatches(fleet.kube)).map(({ metadata }) => metadata.name);
  const read = await recordsOf(await fleet.kube.json<Batch>(`${BATCHES_PATH}/${name}`));
  expect(read.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
  expect(decide(read[7]?.input ?? input)).toEqual(records[7]?.decision);
});

test("the newest batches stay, and no more", async () => {
  const box = outbox({ everyMs: 5, keep: 3 });
  for (const id of ["a", "b", "c", "d", "e"]) {
    box.add(recordOf(id));
    await sleep(60);
  }
  await laidDown(box);
  expect(await listBatches(fleet.kube)).toHaveLength(3);
});

test("while the API server is away they are kept", async () => {
  let away = true;
  const json: KubeClient["json"] = (path, options) =>
    away ? Promise.reject(new Error("away")) : fleet.kube.json(path, options);
  const box = outbox({ everyMs: 5, kube: { ...fleet.kube, json } });
  box.add(recordOf("a"));
  await sleep(60);
  expect(warned.length).toBeGreaterThan(0);
  away = false;
  await laidDown(box);
  await loop.reconcile(fleet.lab, signal);
  expect((await stored()).map(({ id }) => id)).toEqual(["a"]);
});

test("what is no batch is passed over", async () => {
  const metadata = {
    name: "strange",
    namespace: "karbonetes-system",
    labels: { "carbon-aware.io/decisions": "true" },
  };
  const body = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata,
    binaryData: { "decisions.jsonl.gz": "eA==" },
  };
  await fleet.kube.json(BATCHES_PATH, { method: "POST", body });
  await loop.reconcile(fleet.lab, signal);
  expect(await stored()).toEqual([]);
});

test("only imported clusters are asked; one that does not answer is asked again", async () => {
  const local = await fleet.addCluster("other", deadKubeconfig);
  expect(await loop.reconcile(local, signal)).toBeUndefined();
  expect(await loop.keys?.()).toEqual([fleet.lab]);
  await fleet.db.cluster.update({ where: { id: local }, data: { provider: "imported" } });
  await expect(loop.reconcile(local, signal)).rejects.toThrow();
});
