import { setTimeout as sleep } from "node:timers/promises";
import { loadConfig } from "#server/config.ts";
import { type App, createApp } from "#server/context.ts";
import { stopSignal } from "./stop-signal.ts";

const HEARTBEAT_MS = 2_000;

/** The worker's composition root: the loops, until a signal. */
async function main(): Promise<void> {
  const app = createApp(loadConfig(process.env), "worker");
  const stop = stopSignal();
  app.log.info("the worker runs");
  await beat(app, stop);
  await app.stop();
  process.exit(0);
}

/** The health check takes a beat younger than 10 s for life. Real time: a fast clock must not kill the worker. */
async function beat(app: App, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const at = new Date();
    await app.db.heartbeat
      .upsert({ where: { name: "worker" }, create: { name: "worker", at }, update: { at } })
      .catch((error: unknown) => app.log.warn({ error: String(error) }, "no heartbeat"));
    await sleep(HEARTBEAT_MS, undefined, { signal }).catch(() => undefined);
  }
}

await main();
