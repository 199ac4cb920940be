import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followCertificateFiles } from "./files.ts";

let dir: string;
const stop = { now: new AbortController() };
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "tls-"));
  stop.now = new AbortController();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const write = (name: string, text: string) => writeFileSync(path.join(dir, name), text);

test("waits for a whole pair, hands over each new one once, and ends with the abort", async () => {
  const pairs: string[] = [];
  const errors: unknown[] = [];
  const followed = followCertificateFiles(dir, {
    onPair: ({ cert, key }) => pairs.push(`${cert}/${key}`),
    onError: (error) => errors.push(error),
    signal: stop.now.signal,
    everyMs: 5,
  });
  write("tls.crt", "c1");
  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(1)); // no key yet
  write("tls.key", "k1");
  await vi.waitFor(() => expect(pairs).toEqual(["c1/k1"]));
  write("tls.key", "k2");
  write("tls.crt", "c2");
  await vi.waitFor(() => expect(pairs.at(-1)).toBe("c2/k2"));
  stop.now.abort();
  await followed;
  expect(pairs.filter((pair) => pair === "c2/k2")).toHaveLength(1);
});
