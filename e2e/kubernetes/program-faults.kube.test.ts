import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { POLICIES_PATH, SYSTEM_NAMESPACE_PATH } from "#server/adapters/kubernetes/cluster-view.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { aware, key, publish, templateOf, until } from "./program/cluster.ts";
import type { Replica } from "./program/replica.ts";
import { programWorld, SECRET, settled, type ProgramWorld } from "./program/world.ts";

const NAMESPACE = "faults";
const counts: Record<string, number> = {};
let world: ProgramWorld;
let kube: KubeClient;
let hands: ProgramWorld["hands"];
let first: Replica;

beforeAll(async () => {
  world = await programWorld(inject("kubeconfig"), NAMESPACE);
  ({ kube, hands } = world);
  await publish(kube, 200);
  first = await world.start("a");
});

afterAll(async () => {
  await world.close();
  process.stderr.write(`karbon agent on a real API server: ${JSON.stringify(counts)}\n`);
});

/** Its pod outlasts the test; kwok takes the lesser of the two delays. */
const LASTING = {
  ...templateOf(),
  metadata: {
    annotations: {
      "pod-complete.stage.kwok.x-k8s.io/delay": "30m",
      "pod-complete.stage.kwok.x-k8s.io/jitter-delay": "30m",
    },
  },
};

test("the webhook is down at CREATE: the second look holds what has not started", async () => {
  await first.kill();
  const asleep = await hands.submit(aware(), { spec: { suspend: true } });
  const missed = await hands.submit(aware(), { spec: { template: LASTING } });
  expect(asleep.metadata.annotations?.[key("state")]).toBeUndefined();
  await until(async () => expect((await hands.read(missed)).status?.startTime).toBeDefined());
  first = await world.start("a");
  await until(async () => expect(await hands.state(asleep)).toBe("held"));
  await until(async () => expect(await hands.state(missed)).toBe("missed"));
  expect((await hands.read(missed)).spec.suspend ?? false).toBe(false);
  expect(await first.metric("karbon_admission_missed_total")).toBe(1);
  counts["missedAtAdmission"] = await first.metric("karbon_admission_missed_total");
});

/** What a copy brings along, or what was written by hand: no state of ours is whole in it. */
const HALVES = [{ [key("state")]: "held" }, { [key("state")]: "released", [key("reason")]: "WindowOpen" }];
const WHOLE = ["state", "reason", "release-at", "latest-start"].map(key);
const isWhole = ({ spec, metadata: { annotations = {}, labels = {} } }: Job) =>
  spec.suspend === true &&
  annotations[key("state")] === "held" &&
  WHOLE.every((each) => annotations[each] !== undefined) &&
  labels[key("managed")] === "true";

test("killed in the middle of holding, the next one finishes what is half written", async () => {
  await first.kill();
  const jobs = await Promise.all(
    Array.from({ length: 150 }, (_, n) => hands.submit(aware(HALVES[n]), { spec: { suspend: true } })),
  );
  const names = new Set(jobs.map(({ metadata }) => metadata.name));
  const written = async () =>
    (await hands.list()).filter((job) => names.has(job.metadata.name) && isWhole(job)).length;
  const killed = await world.launch("a");
  await until(async () => expect(await written()).toBeGreaterThan(10));
  await killed.kill();
  const half = await written();
  first = await world.start("a");
  await until(async () => expect(await written()).toBe(jobs.length));
  Object.assign(counts, { heldBeforeTheKill: half, heldAfterIt: await written() });
});

test("the policy goes while Jobs wait: they wait on by the next one, and none is lost", async () => {
  const policy = `${POLICIES_PATH.replace("/carbonaware", `/namespaces/${NAMESPACE}/carbonaware`)}/short`;
  const object = {
    apiVersion: "carbon-aware.io/v1alpha1",
    kind: "CarbonAwarePolicy",
    metadata: { name: "short", namespace: NAMESPACE },
    spec: { strategy: "threshold", maxIntensity: 50 },
  };
  await kube.apply(policy, object, { fieldManager: "test", force: true });
  await settled();
  const jobs = await Promise.all(Array.from({ length: 5 }, () => hands.submit(aware())));
  expect(jobs.map((job) => job.metadata.annotations?.[key("reason")])).toEqual(jobs.map(() => "AboveLimit"));
  await kube.json(policy, { method: "DELETE" });
  await until(async () => {
    const reasons = await Promise.all(jobs.map(hands.reason));
    expect(reasons).toEqual(jobs.map(() => "BetterWindowAhead"));
  });
  counts["keptWithoutTheirPolicy"] = jobs.length;
});

const servedBy = async () => (await kube.json<{ data: Record<string, string> }>(SECRET)).data["tls.crt"];

test("the certificate is renewed under load, twice: every review is answered", async () => {
  const stop = new AbortController();
  let reviews = 0;
  const unheld: string[] = [];
  const load = (async () => {
    while (!stop.signal.aborted) {
      const job = await hands.submit(aware());
      reviews += 1;
      if (job.metadata.annotations?.[key("state")] !== "held") unheld.push(job.metadata.name);
    }
  })();
  for (let round = 0; round < 2; round += 1) {
    const before = await servedBy();
    await kube.json(SECRET, { method: "DELETE" });
    await until(async () => expect(await servedBy()).not.toBe(before));
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // a while with the new one
  }
  stop.abort();
  await load;
  counts["reviewsWhileRenewing"] = reviews;
  expect(unheld).toEqual([]);
});

test("two replicas: one leads; killed in the middle of a release, the other goes on, each Job let go once", async () => {
  const second = await world.start("b");
  expect(await second.metric("karbon_leader")).toBe(0);
  const waiting = (await hands.list()).filter((job) => job.metadata.annotations?.[key("state")] === "held");
  expect(waiting.length).toBeGreaterThan(100);

  await publish(kube, 0);
  await until(async () => {
    const released = (await hands.list()).filter(isReleased).length;
    expect(released).toBeGreaterThan(waiting.length / 10);
    await first.kill();
  });
  first = second; // also where this test fails: the next ones need one that lives
  const after = (await hands.list()).filter(isReleased).length;
  const left = await until(async () => {
    const still = (await hands.list()).filter(({ spec }) => spec.suspend === true);
    expect(still.map(({ metadata }) => metadata.name)).toEqual([]);
    return still;
  });
  const all = await until(async () => {
    const events = await hands.eventsOf("Released");
    expect(new Set(events.map(({ involvedObject }) => involvedObject.name)).size).toBeGreaterThanOrEqual(
      waiting.length - 32,
    );
    return events;
  });
  const names = all.map(({ involvedObject }) => involvedObject.name);
  const twice = names.length - new Set(names).size;
  Object.assign(counts, {
    held: waiting.length,
    releasedBeforeTheKill: after,
    lost: left.length,
    releasedTwice: twice,
  });
  expect(twice).toBe(0);
  expect(await second.metric("karbon_leader")).toBe(1);
});

const isReleased = ({ metadata }: Job) => metadata.annotations?.[key("state")] === "released";

test("a graceful end hands the lease over and ends with 0", async () => {
  const other = await world.start("c");
  expect(await first.stop()).toBe(0);
  await until(async () => expect(await other.metric("karbon_leader")).toBe(1), 10_000);
  first = other;
});

test("before its removal every held Job is let go, and stays so", async () => {
  await publish(kube, 300);
  await settled();
  const jobs = await Promise.all(Array.from({ length: 30 }, () => hands.submit(aware())));
  expect(jobs.every(({ spec }) => spec.suspend)).toBe(true);
  const { code, output } = await world.run("agent", "release");
  expect(output).toMatch(/30 held Jobs were let go; none is held any more/);
  expect(code).toBe(0);
  const left = (await hands.list()).filter(({ spec }) => spec.suspend === true);
  expect(left).toEqual([]);
  expect(output).not.toMatch(/forbidden/);
  expect(await first.metric("karbon_leader")).toBe(0);
  await expect(kube.json(SYSTEM_NAMESPACE_PATH)).resolves.toBeDefined();
  counts["letGoAtRemoval"] = jobs.length;
});
