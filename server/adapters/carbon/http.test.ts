import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { SourceError } from "#server/domain/carbon/source.ts";
import { createBucket } from "./http/bucket.ts";
import { LIMITS } from "./http/limits.ts";
import { retryAfterOf } from "./http/retry-after.ts";
import type { HttpRequest } from "./http.ts";
import { startFake, type Fake } from "./testing/fake-server.ts";
import { brokenOff, cut, silent, status, truncated } from "./testing/faults.ts";
import { quickHttp } from "./testing/http.ts";

const START = new Date("2026-11-22T14:47:13Z");
const { signal } = new AbortController();
let now = START;
let fake: Fake;
let served = 0;
beforeAll(async () => {
  fake = await startFake(({ path }) => ({ status: 200, body: { path, answer: ++served } }));
});
afterAll(() => fake.stop());
beforeEach(() => {
  now = START;
  fake.asked.length = 0;
  fake.faults.length = 0;
  served = 0;
});

const quick = (more = {}) => quickHttp(() => now, more);
const asking = (path: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  source: "uk-carbon-intensity",
  title: "The API",
  limit: "uk-carbon-intensity",
  lane: "GB",
  url: `${fake.url}${path}`,
  ...more,
});

test.each([
  ["503", status(503), [500]],
  ["500 with Retry-After", status(500, { "retry-after": "2" }), [2_000]],
  ["429 with Retry-After", status(429, { "retry-after": "3" }), [3_000]],
  ["429 without", status(429), [500]],
  ["408", status(408), [500]],
  ["a cut connection", cut, [500]],
  ["an answer cut short", truncated, [500]],
  ["an answer broken off", brokenOff, [500]],
])("after %s it asks again, after a pause, and has the answer", async (_, fault, pauses) => {
  const { http, waits } = quick();
  fake.faults.push(fault);
  expect((await http.get(asking("/a"), signal)).body).toMatchObject({ path: "/a" });
  expect(waits).toEqual(pauses);
});

test("it tries three times, with pauses that grow and are not all the same length", async () => {
  const { http, waits } = quick({ random: () => 0.9 });
  fake.faults.push(status(502), status(502), status(502));
  await expect(http.get(asking("/a"), signal)).rejects.toThrow("The API is failing (502).");
  expect(waits).toEqual([700, 1_400]);
  expect(fake.asked).toHaveLength(3);
});

test.each([
  ["a refusal", status(404), 1],
  ["what is not implemented", status(501), 1],
  ["a pause of ten minutes", status(429, { "retry-after": "600" }), 1],
])("%s is not asked again", async (_, fault, asked) => {
  const { http } = quick();
  fake.faults.push(fault, fault, fault);
  await expect(http.get(asking("/a"), signal)).rejects.toThrow(SourceError);
  expect(fake.asked).toHaveLength(asked);
});

test("the pause that a provider asks for reaches the loop, and holds for every other zone", async () => {
  const { http } = quick();
  fake.faults.push(status(429, { "retry-after": "600" }));
  await expect(http.get(asking("/a"), signal)).rejects.toMatchObject({ retryAfterMs: 600_000 });
  await expect(http.get(asking("/b", { lane: "DE" }), signal)).rejects.toThrow(
    "The API asked for a pause; the next question can go in 10\u00a0min.",
  );
  expect(fake.asked).toEqual(["/a"]);
  await http.get(asking("/c", { limit: "energinet" }), signal);
});

test.each<[string, Record<string, string>, number | undefined]>([
  ["seconds", { "retry-after": "120" }, 120_000],
  [
    "a date, by the sender's own clock",
    { "retry-after": "Sun, 22 Nov 2026 15:00:30 GMT", date: "Sun, 22 Nov 2026 15:00:00 GMT" },
    30_000,
  ],
  [
    "a date that is over",
    { "retry-after": "Sun, 22 Nov 2026 14:00:00 GMT", date: "Sun, 22 Nov 2026 15:00:00 GMT" },
    0,
  ],
  ["a month is a day", { "retry-after": "2678400" }, 86_400_000],
  ["words", { "retry-after": "later" }, undefined],
  ["nothing", {}, undefined],
])("Retry-After: %s", (_, headers, ms) => expect(retryAfterOf(new Headers(headers))).toBe(ms));

test("who asks the same at once shares one request; who leaves takes only itself away", async () => {
  const { http } = quick();
  const leaving = new AbortController();
  const left = http.get(asking("/a"), leaving.signal);
  const stayed = [http.get(asking("/a"), signal), http.get(asking("/a"), signal)];
  leaving.abort();
  await expect(left).rejects.toThrow(/abort/i);
  const bodies = (await Promise.all(stayed)).map(({ body }) => body);
  expect(bodies).toEqual([
    { path: "/a", answer: 1 },
    { path: "/a", answer: 1 },
  ]);
  expect(fake.asked).toHaveLength(1);
});

test("when all have left the request ends, and the next one is asked anew", async () => {
  const { http } = quick();
  const leaving = new AbortController();
  fake.faults.push(silent);
  const left = http.get(asking("/a"), leaving.signal);
  const next = http.get(asking("/b"), signal);
  leaving.abort();
  await expect(left).rejects.toThrow(/abort/i);
  expect((await next).body).toMatchObject({ path: "/b" });
  expect((await http.get(asking("/a"), signal)).body).toMatchObject({ path: "/a" });
});

test("a zone has one request in flight; another zone does not wait for it", async () => {
  const { http } = quick();
  let release: (() => void) | undefined;
  fake.faults.push((response, reply) => {
    release = () => void response.end(JSON.stringify(reply().body));
  });
  const first = http.get(asking("/slow"), signal);
  const second = http.get(asking("/same-zone"), signal);
  await http.get(asking("/other-zone", { lane: "DE" }), signal);
  expect(fake.asked).toEqual(["/slow", "/other-zone"]);
  release?.();
  await Promise.all([first, second]);
  expect(fake.asked).toEqual(["/slow", "/other-zone", "/same-zone"]);
});

test("a young answer is given again, with the time at which it came", async () => {
  const { http } = quick();
  const request = asking("/a", { freshForMs: MINUTE_MS });
  await http.get(request, signal);
  now = new Date(+START + 59_000);
  expect(await http.get(request, signal)).toMatchObject({ body: { answer: 1 }, receivedAt: START });
  expect(await http.get({ ...request, renew: true }, signal)).toMatchObject({ body: { answer: 2 } });
  now = new Date(+START + 3 * MINUTE_MS);
  expect(await http.get(request, signal)).toMatchObject({ body: { answer: 3 }, receivedAt: now });
});

const as = (token: string) => asking("/a", { freshForMs: MINUTE_MS, headers: { "auth-token": token } });
test("another key is another question", async () => {
  const { http } = quick();
  await http.get(as("good"), signal);
  fake.faults.push(status(401));
  await expect(http.get(as("bad"), signal)).rejects.toThrow("(401)");
});

const standing = (path: string) => asking(path, { standIn: { as: "forecast GB", forMs: HOUR_MS } });

test("an earlier answer stands in for a provider that fails: with its age, and not for ever", async () => {
  const { http } = quick();
  const failing = [status(503), status(503), status(503)];
  expect((await http.get(standing("/1"), signal)).standIn).toBeUndefined();
  now = new Date(+START + 12 * MINUTE_MS);
  fake.faults.push(...failing);
  expect(await http.get(standing("/2"), signal)).toMatchObject({
    body: { path: "/1" },
    receivedAt: START,
    standIn: "The API is failing (503). Its answer of 12\u00a0min ago stands in.",
  });
  now = new Date(+START + HOUR_MS);
  fake.faults.push(...failing);
  await expect(http.get(standing("/3"), signal)).rejects.toThrow("The API is failing (503).");
});

test("nothing stands in for a refusal: it is for a person to mend", async () => {
  const { http } = quick();
  await http.get(standing("/1"), signal);
  fake.faults.push(status(403));
  await expect(http.get(standing("/2"), signal)).rejects.toThrow("The API refuses the question (403): x y.");
});

test("a secret that the provider repeats is concealed", async () => {
  const { http } = quick();
  fake.faults.push(status(401, {}, { error: { message: "The key s3cret is unknown." } }));
  await expect(http.get(asking("/a?key=s3cret", { conceal: ["s3cret", ""] }), signal)).rejects.toThrow(
    "The API does not accept the credentials given (401): The key (concealed) is unknown.",
  );
});

const eia = (path: string) => asking(path, { limit: "eia-demo" });
test("a limit of our own: short waits are waited, long ones are said", async () => {
  const { http, waits } = quick();
  for (let i = 0; i < 15; i++) await http.get(eia(`/${i}`), signal);
  await expect(http.get(eia("/16"), signal)).rejects.toMatchObject({
    message: "The API may be asked 30 times an hour; the next question can go in 4\u00a0min.",
    retryAfterMs: 4 * MINUTE_MS,
  });
  for (let i = 0; i < 31; i++) await http.get(asking(`/uk${i}`), signal);
  expect(waits).toEqual([2_000]);
});

test.each(Object.entries(LIMITS))("%s: no stretch of time sees more than the limit", (_, limit) => {
  let elapsed = 0;
  const bucket = createBucket(limit, () => elapsed);
  const taken: number[] = [];
  // As greedy as can be: after a rest it takes all it gets.
  while (taken.length < limit.requests * 3) {
    const wait = bucket.take();
    if (wait === 0) taken.push(elapsed);
    else elapsed += taken.length % limit.requests === 0 ? limit.perMs / 3 : wait;
  }
  const crowded = taken.filter((at, index) => (taken[index + limit.requests] ?? Infinity) - at < limit.perMs);
  expect(crowded).toEqual([]);
  expect(elapsed / limit.perMs).toBeLessThan(7);
});

const shape = (body: unknown) => {
  if (JSON.stringify(body).includes("/bad")) throw new SourceError("x", "Another shape.");
  return body;
};
const shapely = (path: string) => ({ ...standing(path), freshForMs: MINUTE_MS, shape });
test("an answer of another shape is never given again, nor does it stand in", async () => {
  const { http } = quick();
  await http.get(shapely("/good"), signal);
  await expect(http.get(shapely("/bad"), signal)).rejects.toThrow("Another shape.");
  await expect(http.get(shapely("/bad"), signal)).rejects.toThrow("Another shape.");
  expect(fake.asked).toEqual(["/good", "/bad", "/bad"]);
  fake.faults.push(status(503), status(503), status(503));
  expect((await http.get(shapely("/next"), signal)).body).toMatchObject({ path: "/good" });
});
