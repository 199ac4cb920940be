import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineProcess } from "./engine-process.ts";

export interface Probe {
  url: string;
  /** The folder with the administrator's certificate, where the answer is not for everyone. */
  asAdminOf?: string;
  /** False: an engine that made its own certificate is asked all the same. */
  rejectUnauthorized?: boolean;
}

const PATIENCE_MS = 180_000; // 3 s on an idle machine, a minute on a crowded one
const LOOK_EVERY_MS = 50;

/**
 * Polls until 200.
 * @throws Error with the end of its log when the engine ended meanwhile, or has not answered for three minutes
 */
export async function untilAnswers(
  engine: EngineProcess,
  probe: Probe,
  signal: AbortSignal | undefined,
): Promise<void> {
  const tls = probe.asAdminOf === undefined ? {} : await adminTls(probe.asAdminOf);
  const options = { rejectUnauthorized: probe.rejectUnauthorized, ...tls };
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await answers(probe.url, options))) {
    const end = engine.ended();
    if (end !== undefined) throw new Error(`${engine.name} ${end}:\n${await engine.log()}`);
    if (performance.now() > deadline)
      throw new Error(`${engine.name} does not answer at ${probe.url}:\n${await engine.log()}`);
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

export async function adminTls(dir: string): Promise<{ ca: Buffer; cert: Buffer; key: Buffer }> {
  const read = (name: string): Promise<Buffer> => readFile(path.join(dir, name));
  const [ca, cert, key] = await Promise.all([read("ca.crt"), read("admin.crt"), read("admin.key")]);
  return { ca, cert, key };
}

function answers(url: string, options: https.RequestOptions): Promise<boolean> {
  const get = url.startsWith("https:") ? https.get : http.get;
  return new Promise((resolve) => {
    const request = get(url, { timeout: 2_000, agent: false, ...options }, (response) =>
      resolve(response.resume().statusCode === 200),
    );
    request.on("error", () => resolve(false)).on("timeout", () => request.destroy());
  });
}
