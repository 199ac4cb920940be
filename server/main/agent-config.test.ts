import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadAgentConfig } from "./agent-config.ts";

let dir: string;
let env: Record<string, string>;
beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "agent-config-"));
  const file = path.join(dir, "kubeconfig");
  const cluster = { server: "https://127.0.0.1:1" };
  writeFileSync(
    file,
    JSON.stringify({
      "current-context": "x",
      clusters: [{ name: "c", cluster }],
      users: [{ name: "u", user: { token: "t" } }],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    }),
  );
  env = { KUBECONFIG: file };
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("nothing but a cluster is needed", () => {
  expect(loadAgentConfig([], env)).toMatchObject({
    namespace: "karbonetes-system",
    service: "karbonetes-agent",
    webhookPort: 9443,
    metricsPort: 8080,
    zone: undefined,
    source: undefined,
    certificateDir: undefined,
    dryRun: false,
    drainMs: 5_000,
    shaping: { releasesPerSecond: 100, maxConcurrentWatts: undefined },
  });
});

test("as its chart sets it", () => {
  const chart = {
    ...env,
    KARBON_ZONE: "DE",
    KARBON_SOURCE: '{"source":"static","config":{}}',
    KARBON_CERTIFICATES: "files",
    KARBON_DRY_RUN: "1",
    KARBON_LOG: "debug",
    KARBON_RELEASES_PER_SECOND: "2.5",
    KARBON_MAX_CONCURRENT_WATTS: "12000",
  };
  expect(loadAgentConfig([], chart)).toMatchObject({
    zone: "DE",
    source: { setting: { source: "static", config: { opensAt: "10:00" } }, secrets: {} },
    certificateDir: "/etc/karbonetes/tls",
    dryRun: true,
    logLevel: "debug",
    shaping: { releasesPerSecond: 2.5, maxConcurrentWatts: 12_000 },
  });
});

test("no limits where none are wished", () => {
  const none = { KARBON_RELEASES_PER_SECOND: "0", KARBON_MAX_CONCURRENT_WATTS: "none" };
  expect(loadAgentConfig([], { ...env, ...none }).shaping).toEqual({
    releasesPerSecond: undefined,
    maxConcurrentWatts: undefined,
  });
});

test.each([
  ["a rate that is none", { KARBON_RELEASES_PER_SECOND: "fast" }, /--releases-per-second is "fast"; give/],
  ["a cap with a unit", { KARBON_MAX_CONCURRENT_WATTS: "12kW" }, /--max-concurrent-watts is "12kW"/],
  ["a zone that is none", { KARBON_ZONE: "a b" }, /--zone is "a b"/],
  ["a source without a zone", { KARBON_SOURCE: '{"source":"recorded"}' }, /give --zone too/],
  ["a source that is no JSON", { KARBON_ZONE: "DE", KARBON_SOURCE: "uk" }, /--source is no JSON/],
  [
    "a source that is none",
    { KARBON_ZONE: "DE", KARBON_SOURCE: '{"source":"moon"}' },
    /--source: Choose one/,
  ],
  [
    "a secret that is no text",
    { KARBON_ZONE: "DE", KARBON_SOURCE: '{"source":"recorded","secrets":{"token":1}}' },
    /give its secrets as texts/,
  ],
  ["certificates from nowhere", { KARBON_CERTIFICATES: "magic" }, /give self or files/],
  ["a webhook without TLS", { KARBON_WEBHOOK_URL: "http://x" }, /over HTTPS/],
  ["a level that is none", { KARBON_LOG: "loud" }, /--log-level is "loud"/],
  ["an endless drain", { KARBON_DRAIN_SECONDS: "1e9" }, /from 0 to 300/],
  ["no cluster", { KUBECONFIG: "" }, /This is no pod of a cluster/],
])("%s is a sentence", (_, change, message) => {
  expect(() => loadAgentConfig([], { ...env, ...change })).toThrow(message);
});
