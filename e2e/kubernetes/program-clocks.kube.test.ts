import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import type { Lease } from "#server/adapters/kubernetes/lease.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { aware, key, publish, until } from "./program/cluster.ts";
import type { Replica } from "./program/replica.ts";
import { LEASE, programWorld, settled, type ProgramWorld } from "./program/world.ts";

const NAMESPACE = "clocks";
const SKEW_MS = 120_000;
const SECOND_MS = 1_000; // Kubernetes tells no instant more exactly
const SLOT_MS = 5_000;
const RENEWALS = 9; // more than a lease lasts
const counts: Record<string, number> = {};
let world: ProgramWorld;
let kube: KubeClient;
let hands: ProgramWorld["hands"];
let ahead: Replica;
let behind: Replica;

beforeAll(async () => {
  world = await programWorld(inject("kubeconfig"), NAMESPACE);
  ({ kube, hands } = world);
  await publish(kube, 300);
  ahead = await world.start("ahead", [], SKEW_MS);
  behind = await world.start("behind", [], -SKEW_MS);
});

afterAll(async () => {
  ahead?.thaw();
  await world.close();
  process.stderr.write(`karbon agent, clocks four minutes apart: ${JSON.stringify(counts)}\n`);
});

const lease = async () => (await kube.json<Lease>(LEASE)).spec;
const many = (count: number, annotations: Record<string, string>) =>
  Promise.all(Array.from({ length: count }, () => hands.submit(aware(annotations))));
const started = (job: Job) => Date.parse(job.status?.startTime ?? "");
const opensAt = (job: Job) => Date.parse(job.metadata.annotations?.[key("release-at")] ?? "");
const isHeld = ({ spec, metadata }: Job) =>
  spec.suspend === true && metadata.annotations?.[key("state")] === "held";

/** Such a window opens in about `seconds` by the clock of the replica that is ahead. */
const publishFor = (seconds: number) => publish(kube, Math.ceil((SKEW_MS + seconds * 1_000) / SLOT_MS));

test("a leader that is two minutes ahead: the Lease is not stolen, and no Job is early by more or late", async () => {
  await publishFor(12);
  await settled();
  const waiting = await many(8, {});
  const limited = await many(4, { [key("hold")]: "true", [key("max-delay")]: "132s" });
  expect([...waiting, ...limited].filter((job) => !isHeld(job))).toEqual([]);

  const { leaseTransitions } = await lease();
  const renewals = new Set<string | undefined>();
  await until(async () => {
    const { holderIdentity, renewTime } = await lease();
    expect(holderIdentity).toBe("ahead");
    renewals.add(renewTime);
    expect(renewals.size).toBeGreaterThan(RENEWALS);
  });
  expect((await lease()).leaseTransitions).toBe(leaseTransitions);
  expect(await behind.metric("karbon_leader")).toBe(0);

  const done = await Promise.all([...waiting, ...limited].map(hands.finished));
  const early = done.filter((job, n) => {
    const from = n < waiting.length ? opensAt(waiting[n] ?? job) : createdAt(job) + 132_000;
    return started(job) < from - SKEW_MS - SECOND_MS;
  });
  const late = done.slice(waiting.length).filter((job) => started(job) > createdAt(job) + 132_000);
  Object.assign(counts, { ahead: done.length, earlierThanTheSkew: early.length, late: late.length });
  expect({ early, late }).toEqual({ early: [], late: [] });
});

const createdAt = (job: Job) => Date.parse(job.metadata.creationTimestamp ?? "");

test("a leader that stood still and lost its Lease meanwhile lets no Job go when it goes on", async () => {
  await publishFor(25);
  await settled();
  const jobs = await many(10, {});
  expect(jobs.filter((job) => !isHeld(job))).toEqual([]);
  await settled();
  const { leaseTransitions = 0 } = await lease();

  ahead.freeze();
  await until(async () => expect((await lease()).holderIdentity).toBe("behind"));
  const dueAt = Math.max(...jobs.map(opensAt)) - SKEW_MS; // by the clock that is ahead
  await until(() => expect(Date.now()).toBeGreaterThan(dueAt + SECOND_MS));
  ahead.thaw();
  await until(async () => expect(await ahead.metric("karbon_leader")).toBe(0));
  await settled();

  const still = await Promise.all(jobs.map(hands.read));
  counts["letGoByTheOneThatStoodStill"] = still.filter((job) => !isHeld(job)).length;
  expect(still.filter((job) => !isHeld(job))).toEqual([]);
  expect(await lease()).toMatchObject({ holderIdentity: "behind", leaseTransitions: leaseTransitions + 1 });
});

test("a leader that is two minutes behind learns the time from each forecast: its Jobs are not late by the skew", async () => {
  const jobs = (await hands.list()).filter(isHeld);
  expect(jobs).toHaveLength(10);
  const limited = await many(3, { [key("hold")]: "true", [key("max-delay")]: "4s" });
  expect(limited.filter((job) => !isHeld(job))).toEqual([]);
  const latest = Math.max(...limited.map(createdAt)) + 4_000;
  await until(() => expect(Date.now()).toBeGreaterThan(latest));
  await publish(kube, 0);

  const done = await Promise.all([...jobs, ...limited].map(hands.finished));
  const reasons = done.map((job) => job.metadata.annotations?.[key("reason")]);
  expect(reasons).toEqual([...jobs.map(() => "WindowOpen"), ...limited.map(() => "LatestStartReached")]);
  expect(done.slice(jobs.length).filter((job) => started(job) > latest + SKEW_MS / 2)).toEqual([]);
  const released = await until(async () => {
    const names = (await hands.eventsOf("Released")).map(({ involvedObject }) => involvedObject.name);
    expect(new Set(names).size).toBe(25);
    return names;
  });
  Object.assign(counts, { behind: done.length, releasedTwice: released.length - 25 });
  expect(released).toHaveLength(25);
});
