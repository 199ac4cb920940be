import { EventEmitter, once } from "node:events";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Agent, request } from "undici";
import { createServingCertificate, type ServingCertificate } from "#server/adapters/certificate/serving.ts";
import type { AdmissionRequest, AdmissionResponse } from "./review.ts";
import { startAdmissionServer, type AdmissionServer } from "./server.ts";

let certificate: ServingCertificate;
let server: AdmissionServer;
let trusting: Agent;
let review: (request: AdmissionRequest) => AdmissionResponse = ({ uid }) => ({ uid, allowed: true });
const errors: unknown[] = [];

beforeAll(async () => {
  certificate = await createServingCertificate(["127.0.0.1", "localhost"]);
  server = await startAdmissionServer({
    host: "127.0.0.1",
    certificate,
    path: "/mutate-jobs",
    review: (asked) => review(asked),
    onError: (error) => errors.push(error),
  });
  trusting = new Agent({ connect: { ca: Buffer.from(certificate.caBundle, "base64").toString() } });
});
afterAll(async () => {
  await trusting.close();
  await server.stop();
});

async function post(body: string, { path = "/mutate-jobs", dispatcher = trusting, host = "127.0.0.1" } = {}) {
  const response = await request(`https://${host}:${server.port}${path}`, {
    method: "POST",
    body,
    dispatcher,
  });
  return { status: response.statusCode, body: (await response.body.json()) as Record<string, unknown> };
}
const REVIEW = JSON.stringify({ request: { uid: "r1", operation: "CREATE", object: {} } });

test.each(["127.0.0.1", "localhost"])("answers over TLS as %s, under its own CA", async (host) => {
  expect(await post(REVIEW, { host })).toEqual({
    status: 200,
    body: {
      apiVersion: "admission.k8s.io/v1",
      kind: "AdmissionReview",
      response: { uid: "r1", allowed: true },
    },
  });
});

test("without its CA there is no connection", async () => {
  const stranger = new Agent();
  await expect(post(REVIEW, { dispatcher: stranger })).rejects.toThrow(/self-signed|certificate/);
  await stranger.close();
});

test.each([
  ["what is no JSON", "{", 400],
  ["what is no review", "{}", 400],
  ["nothing", "", 400],
])("%s is refused, not crashed on", async (_, body, status) => {
  expect((await post(body)).status).toBe(status);
});

test("another path is not found", async () => {
  expect((await post(REVIEW, { path: "/" })).status).toBe(404);
});

test("a new certificate is served to whoever connects next; open connections go on", async () => {
  const next = await createServingCertificate(["127.0.0.1", "localhost"]);
  const trustingNext = new Agent({ connect: { ca: Buffer.from(next.caBundle, "base64").toString() } });
  await post(REVIEW); // keeps a connection open
  server.reload(next);
  expect((await post(REVIEW)).status).toBe(200);
  expect((await post(REVIEW, { dispatcher: trustingNext })).status).toBe(200);
  expect(() => server.reload({ key: "none", cert: "none" })).toThrow();
  expect((await post(REVIEW, { dispatcher: trustingNext })).status).toBe(200);
  await trustingNext.close();
  server.reload(certificate);
});

test("stopping finishes the review that is being sent, and takes no more", async () => {
  const own = await startAdmissionServer({
    host: "127.0.0.1",
    certificate,
    path: "/mutate-jobs",
    review: (asked) => review(asked),
    onError: (error) => errors.push(error),
  });
  const slow = slowly(own.port);
  await slow.begun;
  const stopped = own.stop();
  slow.finish();
  const answered = await slow.answer;
  expect(answered.headers["connection"]).toBe("close");
  expect(answered.statusCode).toBe(200);
  await stopped;
  await expect(
    request(`https://127.0.0.1:${own.port}/mutate-jobs`, {
      method: "POST",
      body: REVIEW,
      dispatcher: trusting,
    }),
  ).rejects.toThrow(/ECONNREFUSED|other side closed/);
});

/** A review whose second half is held back until `finish`. */
function slowly(port: number) {
  const signals = new EventEmitter();
  const begun = once(signals, "begun");
  async function* body() {
    const finished = once(signals, "finish");
    yield REVIEW.slice(0, 10);
    setTimeout(() => signals.emit("begun"), 50); // it has arrived
    await finished;
    yield REVIEW.slice(10);
  }
  const answer = request(`https://127.0.0.1:${port}/mutate-jobs`, {
    method: "POST",
    body: Readable.from(body()),
    dispatcher: trusting,
  });
  return { begun, finish: () => signals.emit("finish"), answer };
}

test("a body larger than 8 MB is refused, and it goes on", async () => {
  expect((await post(`"${"x".repeat(9 * 1024 * 1024)}"`)).status).toBe(400);
  expect(errors.at(-1)).toMatchObject({ message: "A review is larger than 8 MB." });
  expect((await post(REVIEW)).status).toBe(200);
});

test("whoever goes away in the middle of a review is told to nobody but the log", async () => {
  const leaving = new AbortController();
  async function* half() {
    yield REVIEW.slice(0, 10);
    await new Promise((resolve) => setTimeout(resolve, 50)); // it has arrived
    leaving.abort();
  }
  const before = errors.length;
  const { port } = server;
  const answer = request(`https://127.0.0.1:${port}/mutate-jobs`, {
    method: "POST",
    body: Readable.from(half()),
    signal: leaving.signal,
    dispatcher: trusting,
  });
  await expect(answer).rejects.toThrow(/abort/i);
  await vi.waitFor(() => expect(errors).toHaveLength(before + 1));
  expect(errors.at(-1)).toMatchObject({ code: "ECONNRESET" });
  expect((await post(REVIEW)).status).toBe(200);
});

test("an answer says its length, and its connection outlives an idle minute", async () => {
  const { headers, body } = await request(`https://127.0.0.1:${server.port}/mutate-jobs`, {
    method: "POST",
    body: REVIEW,
    dispatcher: trusting,
  });
  expect(Number(headers["content-length"])).toBe((await body.text()).length);
  expect(headers["keep-alive"]).toBe("timeout=100"); // an API server closes an idle connection after 90 s
});

test("a fault of ours lets the Job through", async () => {
  const before = review;
  review = () => {
    throw new Error("a fault");
  };
  const { body } = await post(REVIEW);
  review = before;
  expect(body["response"]).toEqual({ uid: "r1", allowed: true });
  expect(errors.at(-1)).toMatchObject({ message: "a fault" });
});
