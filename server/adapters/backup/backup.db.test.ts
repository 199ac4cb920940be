import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/testing.ts";
import { inspectBackup, restoreBackup } from "./read.ts";
import { writeBackup } from "./write.ts";

let from: TestDatabase;
let to: TestDatabase;
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "backup-"));
const file = path.join(dir, "karbon.backup");
beforeAll(async () => {
  [from, to] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await from.db.cluster.create({
    data: { id: "c1", name: "ber", provider: "sandbox", zone: "DE", spec: { pools: [] }, createdBy: "Ada" },
  });
  await from.db.clusterSecret.create({
    data: { clusterId: "c1", name: "kubeconfig", ciphertext: new Uint8Array([0, 1, 255]) },
  });
  await from.db.clusterStep.create({
    data: {
      clusterId: "c1",
      at: new Date(0),
      operation: "create",
      step: "accepted",
      attempt: 1,
      event: "started",
      message: "é \"' \\ \n",
    },
  });
  await from.db.forecastVintage.create({
    data: {
      zone: "DE",
      signalKind: "average",
      source: "s",
      method: "m",
      generatedAt: new Date(1),
      startsAt: new Date(1),
      stepMs: 1,
      gramsPerKwh: [1.5, 0.1],
    },
  });
  fs.mkdirSync(path.join(dir, "data/clusters/c1"), { recursive: true });
  fs.writeFileSync(path.join(dir, "data/key"), "secret");
  fs.writeFileSync(path.join(dir, "data/clusters/c1/state.json"), "{}");
  fs.writeFileSync(path.join(dir, "data/processes.json"), "{}");
});
afterAll(() => Promise.all([from.drop(), to.drop()]));

test("what was backed up comes back whole: rows, bytes, numbers, references, key, sandbox files", async () => {
  await writeBackup(from.url, path.join(dir, "data"), file);
  await to.db.cluster.create({
    data: { name: "in-the-way", provider: "sandbox", zone: "DE", spec: {}, createdBy: "Bob" },
  });
  await restoreBackup(to.url, path.join(dir, "restored"), file);

  expect(await to.db.cluster.findMany({ select: { name: true } })).toEqual([{ name: "ber" }]);
  expect((await to.db.clusterSecret.findFirstOrThrow()).ciphertext).toEqual(new Uint8Array([0, 1, 255]));
  expect((await to.db.clusterStep.findFirstOrThrow()).message).toBe("é \"' \\ \n");
  expect((await to.db.forecastVintage.findFirstOrThrow()).gramsPerKwh).toEqual([1.5, 0.1]);
  expect(fs.readFileSync(path.join(dir, "restored/key"), "utf8")).toBe("secret");
  expect(fs.existsSync(path.join(dir, "restored/clusters/c1/state.json"))).toBe(true);
  expect(fs.existsSync(path.join(dir, "restored/processes.json"))).toBe(false);
});

test("after a restore new rows get new numbers", async () => {
  const { id } = await to.db.clusterStep.create({
    data: {
      clusterId: "c1",
      at: new Date(),
      operation: "create",
      step: "x",
      attempt: 1,
      event: "started",
      message: "",
    },
  });
  expect(id).toBe(2);
});

test("only its owner may read a backup: the key is in it", () => {
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  ["a file that is no backup", () => Buffer.from("hello"), /not a backup of ours/],
  ["a torn backup", () => gzipSync(gunzipLines(file).slice(0, 1).join("\n")), /torn/],
  ["a backup that writes outside its folder", () => gzipSync(withEvilPath()), /outside the data folder/],
])("%s is refused before anything is touched", async (_, make, message) => {
  const bad = path.join(dir, "bad.backup");
  fs.writeFileSync(bad, make());
  await expect(inspectBackup(bad)).rejects.toThrow(message);
});

function gunzipLines(name: string): string[] {
  return gunzipSync(fs.readFileSync(name)).toString().trim().split("\n");
}
const withEvilPath = () =>
  [
    gunzipLines(file)[0],
    JSON.stringify({ kind: "file", path: "clusters/../../etc/x", base64: "" }),
    JSON.stringify({ kind: "end", rows: 0, files: 1 }),
  ].join("\n");
