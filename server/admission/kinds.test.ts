import { describe, expect, test } from "vitest";
import { jsonPatch } from "#server/adapters/provider/sandbox/patch/json-patch.ts";
import { fieldsAt } from "#server/domain/job/fields.ts";
import type { ClusterView } from "#server/domain/job/input.ts";
import { EXAMPLES, type Example } from "#server/domain/job/kinds.testing.ts";
import { at, jobOf, randomFrom, signalOf } from "#server/domain/job/testing.ts";
import type { Job } from "#server/domain/kubernetes.ts";
import { reviewJob } from "./review.ts";

const view: ClusterView = {
  policies: [],
  paused: false,
  zone: "DE",
  signalOf: () => signalOf([300, 280, 75, 300]),
};
const greenNow: ClusterView = { ...view, signalOf: () => signalOf([75, 300, 300, 300]) };
const objectOf = ({ apiVersion, kind, spec }: Example, metadata: object = {}, more: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name: "x", annotations: { "carbon-aware.io/enabled": "true" }, ...metadata },
  spec: { ...spec, ...more },
});
const review = (object: unknown, given = view) =>
  reviewJob({ uid: "r1", operation: "CREATE", namespace: "climate", object }, given, at(0));

/** What the API server makes of an object by our answer. @throws where it would refuse the object */
function made(object: unknown, given = view): { metadata: object; spec: { suspend?: unknown } } {
  const { patch } = review(object, given).response;
  const operations = patch ? (JSON.parse(Buffer.from(patch, "base64").toString()) as unknown[]) : [];
  return jsonPatch(JSON.parse(JSON.stringify(object)) as never, operations as never);
}

describe.each(EXAMPLES)("a $kind", (example) => {
  test("waits for its window, and nothing but its suspension and its marks is written", () => {
    const result = made(objectOf(example));
    expect(result).toMatchObject({
      metadata: { annotations: { "carbon-aware.io/state": "held" } },
      spec: { suspend: true },
    });
    if (!example.affinityFixed) expect(result.spec).toEqual({ ...example.spec, suspend: true });
    expect(review(objectOf(example)).admitted).toMatchObject({ job: { kind: example.kind } });
  });

  test("that came suspended runs in a green hour", () => {
    const isPlacedLater = example.kind === "TrainJob";
    expect(made(objectOf(example, {}, { suspend: true }), greenNow).spec.suspend).toBe(isPlacedLater);
    expect(review(objectOf(example), greenNow).admitted === undefined).toBe(isPlacedLater);
  });

  test("that asks for nothing, or waits in Kueue's queue, is left as it is", () => {
    for (const metadata of [{ annotations: {} }, { labels: { "kueue.x-k8s.io/queue-name": "q" } }])
      expect(review(objectOf(example, metadata)).response).toEqual({ uid: "r1", allowed: true });
  });
});

test("a RayJob that may not be suspended is let through, and why is said", () => {
  const example = EXAMPLES.find(({ kind }) => kind === "RayJob") ?? expect.fail();
  const { response } = review(objectOf(example, {}, { shutdownAfterJobFinishes: false }));
  expect(response).toMatchObject({ allowed: true, warnings: [expect.stringMatching(/KubeRay/)] });
  expect(response.patch).toBeUndefined();
});

const owned = (): Job => {
  const job = jobOf();
  job.metadata.ownerReferences = [
    { apiVersion: "jobset.x-k8s.io/v1alpha2", kind: "JobSet", name: "x", uid: "u", controller: true },
  ];
  return job;
};

describe("a Job that a JobSet made", () => {
  test.each<[string, boolean | undefined, boolean]>([
    ["that waits: left as it is", true, false],
    ["that is not known yet: left to the second look", undefined, false],
    ["that does not wait: held", false, true],
  ])("%s", (_, waitsByOwner, isHeld) => {
    const { response } = review(owned(), { ...view, waitsByOwner: () => waitsByOwner });
    expect(response.patch !== undefined).toBe(isHeld);
  });
});

const HOSTILE = [null, -1, "", "x".repeat(1_000), [], {}, [null, 7, {}], true, "__proto__", 1e300];

test(
  "3,000 mutated objects of the other kinds: always allowed, and no patch that cannot be applied",
  { timeout: 60_000 },
  () => {
    const random = randomFrom(5);
    const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
    const mutate = (value: unknown, depth: number, rate: number): unknown => {
      if (random() < rate) return pick(HOSTILE);
      if (depth > 12 || typeof value !== "object" || value === null) return value;
      if (Array.isArray(value)) return value.map((item) => mutate(item, depth + 1, rate));
      return Object.fromEntries(
        Object.entries(value)
          .filter(() => random() > rate / 2)
          .map(([name, item]) => [name, mutate(item, depth + 1, rate)]),
      );
    };
    let patched = 0;
    for (let n = 0; n < 3_000; n += 1) {
      const example = pick(EXAMPLES) ?? expect.fail();
      const { metadata, ...rest } = objectOf(example);
      const object = { ...(mutate(rest, 0, pick([0.01, 0.03, 0.1]) ?? 0) as object), metadata };
      const given = pick([view, greenNow]) ?? view;
      const { response } = review(object, given);
      expect(response.allowed).toBe(true);
      if (response.patch === undefined) continue;
      patched += 1;
      expect(Object.keys(fieldsAt(made(object, given), "spec"))).toEqual(
        expect.arrayContaining(Object.keys(fieldsAt(object, "spec")).filter((name) => name !== "suspend")),
      );
    }
    expect(patched).toBeGreaterThan(1_500);
  },
);
