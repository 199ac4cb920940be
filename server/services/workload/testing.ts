import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createTestDatabase } from "#server/adapters/db/testing.ts";
import { createKubeClient } from "#server/adapters/kubernetes/client.ts";
import { installKinds } from "#server/adapters/kubernetes/install.ts";
import { createSandbox } from "#server/adapters/provider/sandbox/sandbox.ts";
import { loadConfig } from "#server/config.ts";
import { createApp, withActor, type App } from "#server/context.ts";
import type { Role } from "#server/domain/actor.ts";
import { specOfSize } from "#server/domain/cluster/spec.ts";

/** A database, and one simulated cluster "lab" with our kinds but neither controllers nor agent: nothing moves by itself. */
export async function testFleet() {
  const database = await createTestDatabase();
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-"));
  const env = { DATABASE_URL: database.url, KARBON_DATA_DIR: path.join(dir, "data"), KARBON_LOG: "silent" };
  const app = createApp(loadConfig(env), "test");
  const quiet = { error: () => undefined, warn: () => undefined };
  const sandbox = await createSandbox({
    dir: path.join(dir, "sandbox"),
    clock: app.clock,
    log: quiet,
    name: "lab",
  });
  const kube = createKubeClient(sandbox.kubeconfig());
  await installKinds(kube, AbortSignal.timeout(10_000));

  async function addCluster(name: string, kubeconfig: string | undefined): Promise<string> {
    const id = randomUUID();
    const ready = {
      status: "True",
      reason: "Ready",
      message: "",
      observedGeneration: 1,
      lastTransitionTime: app.clock.now().toISOString(),
    };
    await database.db.cluster.create({
      data: {
        id,
        name,
        provider: "sandbox",
        zone: "DE",
        spec: specOfSize("small"),
        createdBy: "Ada",
        conditions: [
          { type: "Provisioned", ...ready },
          { type: "Ready", ...ready },
        ],
      },
    });
    if (kubeconfig) await app.kubeconfigs.save(id, kubeconfig);
    return id;
  }

  return {
    app,
    db: database.db,
    kube,
    sandbox,
    addCluster,
    lab: await addCluster("lab", sandbox.kubeconfig()),
    as: (role: Role): App => withActor(app, { kind: "user", id: "u", name: "Ada", role }),
    async close() {
      await kube.close();
      await app.stop();
      await sandbox.stop();
      await database.drop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}
export type TestFleet = Awaited<ReturnType<typeof testFleet>>;

/** Nothing listens there. */
export const deadKubeconfig = JSON.stringify({
  "current-context": "x",
  clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:9" } }],
  users: [{ name: "u", user: { token: "t" } }],
  contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
});
