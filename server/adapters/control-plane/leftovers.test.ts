import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { endLeftovers, notePids } from "./leftovers.ts";

let dir: string;
const children: ChildProcess[] = [];
beforeEach(() => void (dir = mkdtempSync(path.join(os.tmpdir(), "leftovers-"))));
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
});

async function sleeper(args: string[], env: Record<string, string> = {}): Promise<ChildProcess> {
  const script = "setInterval(() => undefined, 1000)";
  const child = spawn(process.execPath, ["-e", script, "--", ...args], {
    env: { NODE_ENV: "production", ...env },
    stdio: "ignore",
  });
  children.push(child);
  await once(child, "spawn");
  return child;
}

test("what a killed owner left is ended, whether it was told by its arguments or by its environment", async () => {
  const byArguments = await sleeper([`--data-dir=${dir}/etcd`]);
  const byEnvironment = await sleeper([], { HOME: dir });
  notePids(dir, [byArguments.pid ?? 0, byEnvironment.pid ?? 0]);
  const ends = [byArguments, byEnvironment].map((child) => once(child, "exit"));
  await endLeftovers(dir);
  expect((await Promise.all(ends)).map(([, signal]) => signal as string)).toEqual(["SIGKILL", "SIGKILL"]);
  expect(existsSync(path.join(dir, "pids.json"))).toBe(false);
});

test("a pid that means another process by now is left alone", async () => {
  const stranger = await sleeper(["--data-dir=/elsewhere"]);
  notePids(dir, [stranger.pid ?? 0, 4_194_303]);
  await endLeftovers(dir);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
});

test("a folder in which nothing ever ran is no trouble", async () => {
  await expect(endLeftovers(path.join(dir, "nobody"))).resolves.toBeUndefined();
});
