import { afterAll, beforeAll, expect, test } from "vitest";
import { Agent, request } from "undici";
import { createServingCertificate } from "#server/adapters/certificate/serving.ts";
import { jsonPatch } from "#server/adapters/provider/sandbox/patch/json-patch.ts";
import type { ClusterView } from "#server/domain/job/input.ts";
import { at, randomFrom, signalOf } from "#server/domain/job/testing.ts";
import { hostileJobs } from "./hostile.testing.ts";
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

test(
  `${REVIEWS} random, mutated and hostile reviews: a valid answer each, always allowed`,
  { timeout: 60_000 },
  () => {
    const next = hostileJobs(11);
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
    const next = hostileJobs(12);
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
