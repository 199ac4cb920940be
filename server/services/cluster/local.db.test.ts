import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LOCAL_FILES } from "#server/adapters/control-plane/engines.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, type App } from "#server/context.ts";
import { createCluster, type CreateCluster } from "./create.ts";
import { downloadKubeconfig } from "./download-kubeconfig.ts";
import { getCluster } from "./get.ts";
import { suggestCluster } from "./suggest.ts";

let database: TestDatabase;
let dir: string;
const apps: { stop(): Promise<void> }[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
  dir = mkdtempSync(path.join(os.tmpdir(), "local-"));
  await database.db.carbonZone.create({ data: { zone: "DE", name: "Germany" } });
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
  await database.drop();
  rmSync(dir, { recursive: true, force: true });
});

/** A console on a machine with those files and no others. */
function consoleOn(files: readonly string[], more: Record<string, string> = {}): App {
  const bin = path.join(dir, "bin");
  mkdirSync(bin, { recursive: true });
  for (const file of files) {
    writeFileSync(path.join(bin, file), "");
    chmodSync(path.join(bin, file), 0o755);
  }
  const env = {
    DATABASE_URL: database.url,
    KARBON_DATA_DIR: dir,
    KARBON_LOG: "silent",
    KARBON_KUBERNETES_BIN: bin,
    XDG_CACHE_HOME: dir,
    ...more,
  };
  const app = createApp(loadConfig(env), "test");
  apps.push(app);
  return app;
}
const wish = (more: Partial<CreateCluster> = {}): CreateCluster => ({
  name: "fjord-1",
  zone: "DE",
  provider: "local",
  size: "small",
  ...more,
});

test("with all programs there it can be made, and its pools keep no node", async () => {
  const app = consoleOn(LOCAL_FILES);
  expect((await suggestCluster(app)).local).toBeUndefined();
  await createCluster(app, wish());
  const cluster = await getCluster(app, { name: "fjord-1" });
  expect(cluster).toMatchObject({ provider: "local", simulated: true });
  expect(cluster.spec.pools.map(({ minNodes }) => minNodes)).toEqual([0, 0]);
  await expect(downloadKubeconfig(app, { name: "fjord-1" })).rejects.toThrow(/for this console alone/);
});

test.each([
  [
    "nothing is there",
    [],
    {},
    'The programs of Kubernetes are not on this machine yet. They are built once, in about 20 minutes. Run "npm run engines" first.',
  ],
  [
    "something is missing",
    LOCAL_FILES.filter((file) => file !== "karpenter-kwok"),
    {},
    'The programs of Kubernetes are not on this machine yet (karpenter-kwok). They are built once, in about 20 minutes. Run "npm run engines" first.',
  ],
  [
    "the clock is set by hand",
    LOCAL_FILES,
    { KARBON_CLOCK: "2026-06-10T06:10:00Z@1" },
    "This console's clock is set by hand, and real Kubernetes knows real time only.",
  ],
] as const)("refused when %s, as the form says beforehand", async (_, files, env, sentence) => {
  const app = consoleOn(files, env);
  const { local } = await suggestCluster(app);
  expect(sentence.startsWith(local?.why ?? "not said")).toBe(true);
  await expect(createCluster(app, wish())).rejects.toThrow(sentence);
});

test("a pool that keeps nodes is refused: Karpenter makes each on demand", async () => {
  const pool = { name: "a", role: "green" as const, maxNodes: 2, minNodes: 1, cpu: 16, memoryGiB: 64 };
  await expect(createCluster(consoleOn(LOCAL_FILES), wish({ pools: [pool] }))).rejects.toThrow(
    "The pool a of a local cluster cannot keep nodes: Karpenter makes each when a Pod asks for it.",
  );
});
