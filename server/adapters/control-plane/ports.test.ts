import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takePorts } from "./ports.ts";

let dir: string;
let other: Server | undefined;
beforeEach(() => void (dir = mkdtempSync(path.join(os.tmpdir(), "ports-"))));
afterEach(() => {
  other?.close();
  rmSync(dir, { recursive: true, force: true });
});

test("a cluster keeps its ports from life to life, each its own", async () => {
  const first = await takePorts(dir);
  expect(new Set(Object.values(first)).size).toBe(8);
  expect(await takePorts(dir)).toEqual(first);
});

test("a port that is taken by now moves, and the others stay", async () => {
  const first = await takePorts(dir);
  other = createServer();
  await new Promise<void>((resolve) => other?.listen(first.api, "127.0.0.1", resolve));
  const { api, ...rest } = await takePorts(dir);
  expect(api).not.toBe(first.api);
  expect({ ...rest, api: first.api }).toEqual(first);
});
