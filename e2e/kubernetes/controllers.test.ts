import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, vi } from "vitest";
import { scaledClock } from "#server/adapters/clock.ts";
import { startControllers } from "#server/adapters/provider/sandbox/controllers/start.ts";
import { createSandbox, type Sandbox } from "#server/adapters/provider/sandbox/sandbox.ts";
import { controllersContract } from "./controllers/suite.ts";

/** Its day passes in an hour, so that a CronJob's minute is 2.5 s. */
const clock = scaledClock({ startsAt: new Date(), rate: 24, epoch: new Date() });
const dir = mkdtempSync(path.join(os.tmpdir(), "karbonetes-sandbox-"));
const quiet = { debug: () => undefined, warn: () => undefined, error: () => undefined };
let sandbox: Promise<Sandbox> | undefined;

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });
controllersContract(async () => {
  sandbox ??= createSandbox({
    dir,
    clock,
    log: quiet,
    name: "contract",
    controllers: (api, time, signal) => void startControllers({ api, clock: time, signal, log: quiet }),
  });
  return (await sandbox).kubeconfig();
});
afterAll(async () => {
  await (await sandbox)?.stop();
  rmSync(dir, { recursive: true, force: true });
});
