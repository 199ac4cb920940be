import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { createLogger } from "#server/adapters/log.ts";
import { systemClock } from "#server/adapters/clock.ts";
import { createKubeClient } from "#server/adapters/kubernetes/client.ts";
import { createSandboxHost } from "#server/adapters/provider/sandbox/host.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, withActor, type App } from "#server/context.ts";
import type { Role } from "#server/domain/actor.ts";
import { REGION_LABEL } from "#server/domain/carbon/places.ts";
import { suggestZone } from "./suggest-zone.ts";

let database: TestDatabase;
let dataDir: string;
let app: App & { stop(): Promise<void> };
let host: ReturnType<typeof createSandboxHost>;
let yaml: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(os.tmpdir(), "suggest-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: dataDir, KARBON_LOG: "silent" };
  app = createApp(loadConfig(env), "test");
  await database.db.carbonZone.create({ data: { zone: "DE", name: "Germany" } });
  const locks = {
    acquire: () => Promise.resolve(true),
    release: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  host = createSandboxHost({ dataDir, locks, clock: systemClock, log: createLogger("test", "silent") });
  const sandbox = await host.ensure({ id: "theirs", name: "theirs" });
  if (sandbox === "elsewhere") throw new Error("Another process holds the sandbox.");
  yaml = sandbox.kubeconfig();
});
afterAll(async () => {
  await host.stopAll();
  await app.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const as = (role: Role): App => withActor(app, { kind: "user", id: "u1", name: "Ada", role });
const serverIn = (text: string) => /server: (\S+)/.exec(text)?.[1] ?? "";
const suggest = (role: Role = "operator", confirmedServer = serverIn(yaml)) =>
  suggestZone(as(role), { kubeconfig: yaml, context: undefined, confirmedServer });

test("before any node says so, no grid is guessed; then the grid of the region is, and whether it is watched", async () => {
  expect(await suggest()).toEqual({
    gridZone: null,
    watched: false,
    message: "The labels of its nodes do not say where they stand.",
  });
  const kube = createKubeClient(yaml);
  const metadata = { name: "n1", labels: { [REGION_LABEL]: "eu-central-1" } };
  await kube.json("/api/v1/nodes", { method: "POST", body: { apiVersion: "v1", kind: "Node", metadata } });
  await kube.close();
  expect(await suggest()).toEqual({
    gridZone: "DE",
    watched: true,
    message: "Its nodes stand in eu-central-1 (AWS), which the grid DE feeds.",
  });
  const audit = { actor: app.actor, action: "setting.places", at: new Date() };
  await app.settings.savePlaces({ "eu-central-1": "DE-TSO" }, audit);
  expect(await suggest()).toMatchObject({ gridZone: "DE-TSO", watched: false });
});

test("only the address that was confirmed is called, and only for who may import", async () => {
  await expect(suggest("operator", "https://10.0.0.2:6443")).rejects.toThrow(/which is not the confirmed/);
  await expect(suggest("viewer")).rejects.toThrow("You may not import a cluster");
});

test("a cluster that does not answer is a sentence, not a failure", async () => {
  const away = yaml.replace(serverIn(yaml), "https://127.0.0.1:1");
  const answer = await suggestZone(as("operator"), {
    kubeconfig: away,
    context: undefined,
    confirmedServer: "https://127.0.0.1:1",
  });
  expect(answer).toMatchObject({
    gridZone: null,
    message: "https://127.0.0.1:1 cannot be reached: nothing listens there.",
  });
});
