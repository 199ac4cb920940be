import { describe, expect, test } from "vitest";
import type { ClusterView } from "#server/domain/job/input.ts";
import { at, jobOf, signalOf } from "#server/domain/job/testing.ts";
import { CarbonPolicySpec } from "#server/domain/policy/spec.ts";
import { AdmissionReview, reviewJob } from "./review.ts";

const view: ClusterView = {
  policies: [],
  paused: false,
  zone: "DE",
  signalOf: () => signalOf([300, 280, 75, 300]),
};
const request = (object: unknown, change: object = {}) => ({
  uid: "r1",
  operation: "CREATE",
  namespace: "climate",
  object,
  ...change,
});
const patchOf = ({ response }: ReturnType<typeof reviewJob>) =>
  response.patch === undefined
    ? undefined
    : (JSON.parse(Buffer.from(response.patch, "base64").toString()) as { path: string; value: unknown }[]);

test("a carbon-aware Job waits for its window", () => {
  const review = reviewJob(request(jobOf()), view, at(0));
  expect(review.response).toMatchObject({ uid: "r1", allowed: true, patchType: "JSONPatch" });
  expect(patchOf(review)?.find(({ path }) => path === "/spec/suspend")?.value).toBe(true);
  expect(review.admitted?.decision).toMatchObject({ kind: "wait", until: at(2) });
});

test("a Job that is only tried out is answered alike, and leaves no trace", () => {
  const review = reviewJob(request(jobOf(), { dryRun: true }), view, at(0));
  expect(patchOf(review)).toBeDefined();
  expect(review.admitted).toBeUndefined();
});

describe("where its policy, or its cluster, is in a dry run", () => {
  const spec = CarbonPolicySpec.parse({ dryRun: true });
  test.each<[string, Partial<ClusterView>]>([
    ["its policy", { policies: [{ namespace: "climate", name: "trial", spec }] }],
    ["its cluster", { dryRun: true }],
  ])("a Job passes as it is, and is told what of it is ignored: %s", (_, change) => {
    const annotations = { "carbon-aware.io/mode": "insist", "carbon-aware.io/state": "held" };
    const { response, admitted } = reviewJob(request(jobOf({ annotations })), { ...view, ...change }, at(0));
    expect(response).toEqual({
      uid: "r1",
      allowed: true,
      warnings: ['carbon-aware.io/mode: "insist" is ignored; give prefer or require.'],
    });
    expect(admitted).toBeUndefined();
  });
});

test("a creation time that a Job claims for itself is not believed", () => {
  const old = jobOf();
  old.metadata.creationTimestamp = "2020-01-01T00:00:00Z";
  expect(reviewJob(request(old), view, at(0)).admitted?.input.job.submittedAt).toEqual(at(0));
});

describe("is allowed and left as it is", () => {
  test.each<[string, unknown, object?]>([
    ["a plain Job", jobOf({ annotations: { "carbon-aware.io/enabled": "false" } })],
    ["one of Kueue", jobOf({ labels: { "kueue.x-k8s.io/queue-name": "q" } })],
    ["an update", jobOf(), { operation: "UPDATE" }],
    ["no object at all", undefined],
    ["an object without a spec", { metadata: {} }],
    [
      "annotations that are no texts",
      { ...jobOf(), metadata: { annotations: { "carbon-aware.io/enabled": 1 } } },
    ],
    ["a template without containers", { ...jobOf(), spec: { template: { spec: {} } } }],
    ["a number", 7],
  ])("%s", (_, object, change) => {
    const { response, admitted } = reviewJob(request(object, change), view, at(0));
    expect(response).toEqual({ uid: "r1", allowed: true });
    expect(admitted).toBeUndefined();
  });
});

test("runs that a CronJob would skip are warned of at its Job's creation", () => {
  const job = jobOf();
  job.metadata.ownerReferences = [
    { apiVersion: "batch/v1", kind: "CronJob", name: "hourly", uid: "c1", controller: true },
  ];
  const known = { ...view, cronJobOf: () => ({ name: "hourly", periodMs: 3_600_000 }) };
  expect(reviewJob(request(job), known, at(0)).response.warnings).toEqual([
    expect.stringContaining("The CronJob hourly makes a Job every 1 h and forbids two at once"),
  ]);
});

test("what a copied Job ran is not its own", () => {
  const job = jobOf({
    annotations: { "carbon-aware.io/interruptible": "true", "carbon-aware.io/ran": "3600" },
  });
  const review = reviewJob(request(job), view, at(0));
  expect(review.admitted?.input.job.ranMs).toBe(0);
  const marks = patchOf(review)?.find(({ path }) => path === "/metadata/annotations")?.value;
  expect(marks).not.toHaveProperty("carbon-aware.io/ran");
});

describe("warns", () => {
  test.each([
    [
      "of an annotation that cannot be read",
      { "carbon-aware.io/mode": "insist" },
      /mode: "insist" is ignored/,
    ],
    [
      "of a word that is neither true nor false",
      { "carbon-aware.io/enabled": "yes" },
      /enabled: "yes" is ignored; give true or false/,
    ],
  ])("%s", (_, annotations, warning) => {
    const { response } = reviewJob(request(jobOf({ annotations })), view, at(0));
    expect(response.allowed).toBe(true);
    expect(response.warnings?.[0]).toMatch(warning);
  });
});

test("what is no review is known as none", () => {
  expect(AdmissionReview.safeParse({ request: { operation: "CREATE" } }).success).toBe(false);
});

/** A repeatable stream of numbers in 0..1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}
const HOSTILE = [null, -1, "", "x".repeat(10_000), [], {}, true, { a: { b: [] } }, "\u0000", "__proto__"];

test("2,000 mutated Jobs: an answer each, always allowed", () => {
  const random = randomFrom(3);
  const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
  const mutate = (value: unknown, depth: number): unknown => {
    if (random() < 0.08) return pick(HOSTILE);
    if (depth > 8 || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => mutate(item, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mutate(item, depth + 1)]));
  };
  const seed = jobOf({
    annotations: {
      "carbon-aware.io/max-delay": "8h",
      "carbon-aware.io/duration": "2h",
      "carbon-aware.io/deadline": "2026-01-05T18:00:00Z",
    },
    spec: { suspend: false, parallelism: 2 },
  });
  for (let n = 0; n < 2_000; n++) {
    const { response } = reviewJob(request(mutate(seed, 0)), view, at(0));
    expect(response.allowed).toBe(true);
    if (response.patch) expect(() => patchOf({ response })).not.toThrow();
  }
});
