import { afterAll, beforeAll, expect, test } from "vitest";
import { Agent, request } from "undici";
import { createServingCertificate } from "#server/adapters/certificate/serving.ts";
import { jsonPatch } from "#server/adapters/provider/sandbox/patch/json-patch.ts";
import type { ClusterView } from "#server/domain/job/input.ts";
import { at, jobOf, signalOf } from "#server/domain/job/testing.ts";
import { reviewJob } from "./review.ts";
import { startAdmissionServer, type AdmissionServer } from "./server.ts";

const REVIEWS = 10_000;
const THROUGH_THE_DOOR = 1_500;
const view: ClusterView = {
  policies: [],
  paused: false,
  zone: "DE",
  signalOf: () => signalOf([300, 280, 75, 300]),
};

/** A repeatable stream of numbers in 0..1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}
const HOSTILE: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  Number.NaN,
  "",
  " ",
  "true",
  "\u0000",
  "\uD800",
  "💡",
  "__proto__",

  "constructor",
  "9".repeat(400),
  "x".repeat(5_000),
  "-8h",
  "8h",
  "2026-13-45T99:99:99Z",
  "1970-01-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "${jndi:ldap://x}",
  "'; DROP TABLE jobs; --",
  [],
  [[]],
  {},
  { a: { b: [] } },

  { key: null },
  { length: 1e9 },
  [null],
  ["a"],
  { toString: "x" },
  JSON.parse('{"__proto__":{"suspend":true}}'),
];
/** The API server lets nothing else into an annotation; mostly these, so that most are really decided on. */
const TEXTS = HOSTILE.filter((value) => typeof value === "string");
const KEYS = ["policy", "max-delay", "deadline", "strategy", "mode", "duration", "hold", "interruptible"];

function generator(seed: number) {
  const random = randomFrom(seed);
  const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
  const annotations = () =>
    Object.fromEntries(
      KEYS.filter(() => random() < 0.3).map((name) => [
        `carbon-aware.io/${name}`,
        pick(random() < 0.97 ? TEXTS : HOSTILE) as string,
      ]),
    );
  const mutate = (value: unknown, depth: number, rate: number): unknown => {
    if (random() < rate) return pick(HOSTILE);
    if (depth > 9 || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => mutate(item, depth + 1, rate));
    return Object.fromEntries(
      Object.entries(value)
        .filter(() => random() > rate / 2)
        .map(([name, item]) => [name, mutate(item, depth + 1, rate)]),
    );
  };
  const seedJob = () =>
    jobOf({
      annotations: { ...annotations(), "carbon-aware.io/state": "released" },
      labels: { app: "x" },
      spec: {
        suspend: random() < 0.3,
        parallelism: Math.floor(random() * 5),
        template: {
          metadata: { annotations: { mine: "1" } },
          spec: {
            containers: [{ name: "main", resources: { requests: { cpu: "2", memory: "x" } } }],
            tolerations: [{ key: "gpu", operator: "Exists" }],
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [
                    { matchExpressions: [{ key: "disk", operator: "In", values: ["ssd"] }] },
                  ],
                },
              },
            },
          },
        },
      },
    });
  return () => mutate(seedJob(), 0, pick([0, 0.02, 0.08, 0.3]) ?? 0);
}

test(
  `${REVIEWS} random, mutated and hostile reviews: a valid answer each, always allowed`,
  { timeout: 60_000 },
  () => {
    const next = generator(11);
    let patched = 0;
    for (let n = 0; n < REVIEWS; n++) {
      const object = next();
      const { response } = reviewJob(
        { uid: `r${n}`, operation: "CREATE", namespace: "n", object },
        view,
        at(0),
      );
      expect(response.uid).toBe(`r${n}`);
      expect(response.allowed).toBe(true);
      for (const warning of response.warnings ?? []) expect(warning.length).toBeLessThan(400);
      if (response.patch === undefined) continue;
      patched += 1;
      expect(response.patchType).toBe("JSONPatch");
      const operations = JSON.parse(Buffer.from(response.patch, "base64").toString()) as unknown[];
      const made = jsonPatch(JSON.parse(JSON.stringify(object)) as never, operations as never) as unknown as {
        metadata: { annotations: Record<string, unknown> };
        spec: { suspend?: unknown; template: { spec: { containers: unknown } } };
      };
      for (const value of Object.values(made.metadata.annotations)) expect(typeof value).toBe("string");
      expect(["boolean", "undefined"]).toContain(typeof made.spec.suspend);
      expect(made.spec.template.spec.containers).toBeInstanceOf(Array);
    }
    expect(patched).toBeGreaterThan(REVIEWS / 3); // or nothing was tried
    expect(({} as { suspend?: boolean }).suspend).toBeUndefined();
  },
);

let server: AdmissionServer;
let trusting: Agent;
beforeAll(async () => {
  const certificate = await createServingCertificate(["127.0.0.1"]);
  server = await startAdmissionServer({
    host: "127.0.0.1",
    certificate,
    path: "/mutate-jobs",
    review: (asked) => reviewJob(asked, view, at(0)).response,
    onError: () => undefined,
  });
  trusting = new Agent({ connect: { ca: Buffer.from(certificate.caBundle, "base64").toString() } });
});
afterAll(async () => {
  await trusting.close();
  await server.stop();
});

test(
  `${THROUGH_THE_DOOR} bodies over TLS, whole, cut and garbled: 200 or 400 each, and it goes on`,
  { timeout: 60_000 },
  async () => {
    const next = generator(12);
    const random = randomFrom(13);
    const bodyOf = (n: number): string => {
      const whole = JSON.stringify({ request: { uid: `r${n}`, operation: "CREATE", object: next() } });
      if (n % 3 === 0) return whole;
      const place = Math.floor(random() * whole.length);
      return n % 3 === 1 ? whole.slice(0, place) : `${whole.slice(0, place)}\u0007{${whole.slice(place)}`;
    };
    const seen = new Map<number, number>();
    for (let n = 0; n < THROUGH_THE_DOOR; n += 30) {
      const answers = await Promise.all(
        Array.from({ length: 30 }, async (_, i) => {
          const { statusCode, body } = await request(`https://127.0.0.1:${server.port}/mutate-jobs`, {
            method: "POST",
            body: bodyOf(n + i),
            dispatcher: trusting,
          });
          return { statusCode, body: (await body.json()) as { response?: { allowed: boolean } } };
        }),
      );
      for (const { statusCode, body } of answers) {
        seen.set(statusCode, (seen.get(statusCode) ?? 0) + 1);
        if (statusCode === 200) expect(body.response?.allowed).toBe(true);
      }
    }
    expect([...seen.keys()].toSorted((a, b) => a - b)).toEqual([200, 400]);
    expect(seen.get(200)).toBeGreaterThanOrEqual(THROUGH_THE_DOOR / 3);
  },
);
