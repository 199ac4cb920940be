import { afterAll, beforeAll, expect, test } from "vitest";
import { documentOf, type Turn } from "#server/domain/carbon/green-switch.ts";
import { SignalDocument } from "#server/domain/carbon/signal-document.ts";
import { serveSignal, type SignalServer } from "./serve.ts";

const turns: Turn[] = [];
const now = new Date("2026-01-05T12:00:00Z");
let server: SignalServer;
beforeAll(async () => {
  server = await serveSignal({
    host: "127.0.0.1",
    port: 0,
    document: () => documentOf({ zone: "DE", turns, now, gramsAt: () => 250, inside: 100, outside: 400 }),
    set: (green) => void turns.push({ at: now, green }),
  });
});
afterAll(() => server.stop());
const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;
const put = (body: string) => fetch(url("/green"), { method: "PUT", body });

test("what is set by hand is what is answered from then on", async () => {
  const before = SignalDocument.parse(await (await fetch(url("/"))).json());
  expect(before.forecast?.gramsPerKwh[0]).toBe(250);
  expect((await put('{"green":"on"}')).status).toBe(200);
  const after = SignalDocument.parse(await (await fetch(url("/?zone=DE"))).json());
  expect(after.forecast?.gramsPerKwh[0]).toBe(100);
});

test.each(["", "{", '{"green":"blue"}', "[]", "x".repeat(5_000)])(
  "%# is refused with a sentence",
  async (body) => {
    const response = await put(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: 'Give {"green": "on"}, "off" or "auto".' });
  },
);

test("another path is not found", async () => {
  expect((await fetch(url("/green"))).status).toBe(404);
  expect((await fetch(url("/healthz"))).status).toBe(200);
});
