import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createTraces } from "./traces.ts";

interface Sent {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: { name: string; status: { code?: number; message?: string } }[] }[];
  }[];
}

/** A collector that keeps what it is sent. */
async function collector() {
  const sent: { path: string | undefined; body: Sent }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      sent.push({ path: request.url, body: JSON.parse(Buffer.concat(chunks).toString()) as Sent });
      response.end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { sent, url: new URL(`http://127.0.0.1:${port}/otel`), end: () => server.close() };
}
const names = { service: "karbonetes-agent", instance: "replica-1" };

test("spans reach the collector with their failure; what they ran comes back as it was", async () => {
  const { sent, url, end } = await collector();
  const traces = createTraces(url, names);
  expect(traces.span("review", { held: true }, () => 7)).toBe(7);
  await expect(traces.span("reconcile", {}, () => Promise.resolve("done"))).resolves.toBe("done");
  await expect(traces.span("away", {}, () => Promise.reject(new Error("no answer")))).rejects.toThrow(
    "no answer",
  );
  expect(() =>
    traces.span("thrown", {}, () => {
      throw new Error("at once");
    }),
  ).toThrow("at once");
  await traces.stop();
  end();
  const [{ path, body } = { path: "", body: { resourceSpans: [] } }] = sent;
  const [{ resource, scopeSpans } = { resource: { attributes: [] }, scopeSpans: [] }] = body.resourceSpans;
  expect(path).toBe("/otel/v1/traces");
  expect(resource.attributes).toContainEqual({ key: "service.name", value: { stringValue: names.service } });
  expect(
    scopeSpans.flatMap(({ spans }) => spans).map(({ name, status }) => [name, status.code, status.message]),
  ).toEqual([
    ["review", 0, undefined],
    ["reconcile", 0, undefined],
    ["away", 2, "Error: no answer"],
    ["thrown", 2, "Error: at once"],
  ]);
});

test("without a collector nothing is made, and one that is away costs nothing but spans", async () => {
  const none = createTraces(undefined, names);
  expect(none.span("review", {}, () => 7)).toBe(7);
  await none.stop();
  const { url, end } = await collector();
  end();
  const away = createTraces(url, names);
  expect(away.span("review", {}, () => 7)).toBe(7);
  await away.stop();
}, 20_000);
