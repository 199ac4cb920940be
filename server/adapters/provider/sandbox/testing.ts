import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Clock } from "#server/domain/clock.ts";
import { createCore } from "./core.ts";
import type { SandboxApi } from "./machine.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

/** A clock that began at noon of 2026-11-22 and runs `rate` times as fast as life. */
export function fastClock(rate: number): Clock {
  const startedAt = performance.now();
  return { rate, now: () => new Date(Date.UTC(2026, 10, 22, 12) + (performance.now() - startedAt) * rate) };
}

export const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

export const temporaryDir = (): string => fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-test-"));

/** A sandbox in a directory of its own; `end` stops it and removes the directory. */
export async function startSandbox(
  options: { clock?: Clock; controllers?: (api: SandboxApi, clock: Clock, signal: AbortSignal) => void } = {},
): Promise<{ sandbox: Sandbox; dir: string; end: () => Promise<void> }> {
  const dir = temporaryDir();
  const { clock = fastClock(1), controllers } = options;
  const sandbox = await createSandbox({
    dir,
    clock,
    log: silent,
    name: "test",
    ...(controllers ? { controllers } : {}),
  });
  return {
    sandbox,
    dir,
    async end() {
      await sandbox.stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Store and pipeline alone, opened on `dir`. */
export const openCore = (dir: string, onError: (error: unknown, message: string) => void = () => {}) =>
  createCore({ dir, clock: fastClock(1), onError });
