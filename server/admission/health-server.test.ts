import { afterEach, expect, test } from "vitest";
import { startHealthServer, type HealthServer } from "./health-server.ts";

let server: HealthServer;
afterEach(() => server.stop());
const ask = async (path: string) => {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
  return `${response.status} ${(await response.text()).trim()}`;
};

test("alive and ready are two things, and why it is not ready is said", async () => {
  let why: string | undefined = "There is no certificate yet.";
  server = await startHealthServer({
    host: "127.0.0.1",
    port: 0,
    notReady: () => why,
    metrics: async () => ({ contentType: "text/plain; version=0.0.4", text: "up 1\n" }),
  });
  expect(await ask("/healthz")).toBe("200 ok");
  expect(await ask("/readyz?verbose")).toBe("503 There is no certificate yet.");
  why = undefined;
  expect(await ask("/readyz")).toBe("200 ok");
  expect(await ask("/metrics")).toBe("200 up 1");
  expect(await ask("/")).toMatch(/^404 /);
});

test("metrics that cannot be read are a 500, and it goes on", async () => {
  server = await startHealthServer({
    host: "127.0.0.1",
    port: 0,
    notReady: () => undefined,
    metrics: () => Promise.reject(new Error("no")),
  });
  expect(await ask("/metrics")).toMatch(/^500 /);
  expect(await ask("/healthz")).toBe("200 ok");
});
