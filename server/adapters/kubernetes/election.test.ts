import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { ApiError } from "./api-error.ts";
import type { KubeClient, RequestOptions } from "./client.ts";
import { runElection, type Term } from "./election.ts";
import type { Lease } from "./lease.ts";

const address = { namespace: "karbonetes-system", name: "agent" };
const timing = { durationSeconds: 0.3, renewWithinMs: 200, everyMs: 20 };
const log = { info: () => undefined, warn: () => undefined };

/** One Lease as an API server keeps it: a write that was made from an older one is a conflict. */
function leaseApi() {
  let lease: Lease | undefined;
  let version = 0;
  const away = new Set<string>();
  const kubeOf = (who: string): Pick<KubeClient, "json"> => ({
    async json<T>(_: string, { method = "GET", body }: RequestOptions = {}) {
      await sleep(1);
      if (away.has(who)) throw new Error("connect ECONNREFUSED");
      if (method === "GET") {
        if (!lease) throw new ApiError(404, {});
        return structuredClone(lease) as T;
      }
      const wanted = structuredClone(body) as Lease;
      if (method === "POST" ? lease : wanted.metadata.resourceVersion !== lease?.metadata.resourceVersion) {
        throw new ApiError(409, {});
      }
      lease = { ...wanted, metadata: { ...wanted.metadata, resourceVersion: String(++version) } };
      return structuredClone(lease) as T;
    },
  });
  return { kubeOf, away, now: () => lease, put: (next: Lease) => void (lease = next) };
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function replica(api: ReturnType<typeof leaseApi>, identity: string, leading: Set<string>) {
  const stop = new AbortController();
  const terms: Term[] = [];
  const overlaps: string[][] = [];
  const ended = runElection({
    kube: api.kubeOf(identity),
    address,
    identity,
    timing,
    log,
    signal: stop.signal,
    lead: async (term) => {
      terms.push(term);
      leading.add(identity);
      if (leading.size > 1) overlaps.push([...leading]);
      await new Promise((resolve) => term.signal.addEventListener("abort", resolve, { once: true }));
      leading.delete(identity);
    },
  });
  const end = async () => {
    stop.abort();
    await ended;
  };
  stops.push(end);
  return { terms, overlaps, end };
}
const until = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 5 });

test("one of two leads; a graceful end hands over at once", async () => {
  const api = leaseApi();
  const leading = new Set<string>();
  const a = replica(api, "a", leading);
  await until(() => expect([...leading]).toEqual(["a"]));
  const b = replica(api, "b", leading);
  await sleep(400); // longer than the lease: a's renewals are seen
  expect([...leading]).toEqual(["a"]);

  await a.end();
  expect(api.now()?.spec.holderIdentity).toBe("");
  await until(() => expect([...leading]).toEqual(["b"]));
  expect(b.terms[0]?.ledUntil).toBeInstanceOf(Date);
  expect(api.now()?.spec.leaseTransitions).toBe(1);
  expect([a.overlaps, b.overlaps]).toEqual([[], []]);
});

test("one that is cut off stops leading before the other begins", async () => {
  const api = leaseApi();
  const leading = new Set<string>();
  const a = replica(api, "a", leading);
  await until(() => expect([...leading]).toEqual(["a"]));
  const b = replica(api, "b", leading);

  api.away.add("a");
  await until(() => expect([...leading]).toEqual(["b"]));
  expect([a.overlaps, b.overlaps]).toEqual([[], []]);
  expect(api.now()?.spec.holderIdentity).toBe("b");

  api.away.delete("a");
  await sleep(100);
  expect([...leading]).toEqual(["b"]);
});

test("a short outage costs no lead", async () => {
  const api = leaseApi();
  const leading = new Set<string>();
  const a = replica(api, "a", leading);
  await until(() => expect([...leading]).toEqual(["a"]));
  api.away.add("a");
  await sleep(60);
  api.away.delete("a");
  await sleep(100);
  expect(a.terms).toHaveLength(1);
  expect(a.terms[0]?.signal.aborted).toBe(false);
});

test("after a standstill of its process it is not sure to lead until it has renewed", async () => {
  const api = leaseApi();
  const leading = new Set<string>();
  const a = replica(api, "a", leading);
  await until(() => expect(a.terms[0]?.holds()).toBe(true));
  const goesOnAt = performance.now() + timing.renewWithinMs + 20;
  while (performance.now() < goesOnAt);
  expect([a.terms[0]?.holds(), a.terms[0]?.signal.aborted]).toEqual([false, false]);
  await until(() => expect(a.terms[0]?.holds()).toBe(true));
  await a.end();
  expect(a.terms[0]?.holds()).toBe(false);
});

test("a lease taken by force ends the lead at the next renewal", async () => {
  const api = leaseApi();
  const leading = new Set<string>();
  const a = replica(api, "a", leading);
  await until(() => expect([...leading]).toEqual(["a"]));
  const held = api.now();
  if (!held) throw new Error("no lease");
  api.put({
    ...held,
    metadata: { ...held.metadata, resourceVersion: "forced" },
    spec: { ...held.spec, holderIdentity: "release", leaseDurationSeconds: 600 },
  });
  await until(() => expect(a.terms[0]?.signal.aborted).toBe(true));
  await sleep(100);
  expect([...leading]).toEqual([]);
  expect(api.now()?.spec.holderIdentity).toBe("release");
});

test("a holder whose clock is years off holds all the same, and is followed when it falls silent", async () => {
  const api = leaseApi();
  api.put({
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: "agent", resourceVersion: "7" },
    spec: { holderIdentity: "old", leaseDurationSeconds: 0.3, renewTime: "1999-01-01T00:00:00.000000Z" },
  });
  const leading = new Set<string>();
  replica(api, "a", leading);
  await sleep(100);
  expect([...leading]).toEqual([]);
  await until(() => expect([...leading]).toEqual(["a"]));
});

test("a lead that fails by itself is given up, and taken up again", async () => {
  const api = leaseApi();
  const stop = new AbortController();
  let lives = 0;
  const ended = runElection({
    kube: api.kubeOf("a"),
    address,
    identity: "a",
    timing,
    log,
    signal: stop.signal,
    lead: () => Promise.reject(new Error(`life ${(lives += 1)}`)),
  });
  stops.push(async () => {
    stop.abort();
    await ended;
  });
  await until(() => expect(lives).toBeGreaterThan(1));
});
