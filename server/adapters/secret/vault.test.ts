import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { KEY_FILE, openVault } from "./vault.ts";

const owner = { clusterId: "c1", name: "kubeconfig" };
const KEY = Buffer.alloc(32, 7).toString("base64");
const nothingStored = () => Promise.resolve(undefined);
let dataDir: string;

beforeEach(async () => void (dataDir = await mkdtemp(path.join(os.tmpdir(), "vault-"))));
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test("what was sealed opens again, after a restart too", async () => {
  const sealed = (await openVault({ dataDir, key: undefined, sample: nothingStored })).seal(
    owner,
    "token: täglich",
  );
  const again = await openVault({
    dataDir,
    key: undefined,
    sample: () => Promise.resolve({ owner, sealed }),
  });
  expect(again.open(owner, sealed)).toBe("token: täglich");
  expect(Buffer.from(sealed).toString("latin1")).not.toContain("token");
});

test("the key file is readable by its owner alone, also when a copy came with wider rights", async () => {
  const file = path.join(dataDir, KEY_FILE);
  await openVault({ dataDir, key: undefined, sample: nothingStored });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await writeFile(file, await readFile(file), { mode: 0o644 });
  await openVault({ dataDir, key: undefined, sample: nothingStored });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("processes that start together make one key", async () => {
  const vaults = await Promise.all(
    Array.from({ length: 8 }, () => openVault({ dataDir, key: undefined, sample: nothingStored })),
  );
  const [first, ...others] = vaults;
  const sealed = first?.seal(owner, "one") ?? new Uint8Array();
  expect(others.map((vault) => vault.open(owner, sealed))).toEqual(Array.from({ length: 7 }, () => "one"));
});

test("the same text is sealed differently each time", async () => {
  const vault = await openVault({ dataDir, key: KEY, sample: nothingStored });
  expect(vault.seal(owner, "x")).not.toEqual(vault.seal(owner, "x"));
});

test.each([
  ["another cluster's row", { clusterId: "c2", name: "kubeconfig" }, -1],
  ["another name", { clusterId: "c1", name: "token" }, -1],
  ["a changed version", owner, 0],
  ["a changed key id", owner, 3],
  ["a changed nonce", owner, 12],
  ["a changed tag", owner, 25],
  ["a changed text", owner, 38],
])("%s does not open, and says so", async (_, as, flip) => {
  const vault = await openVault({ dataDir, key: KEY, sample: nothingStored });
  const sealed = vault.seal(owner, "apiVersion: v1");
  if (flip >= 0) sealed[flip] = (sealed[flip] ?? 0) ^ 1;
  expect(() => vault.open(as, sealed)).toThrow(/^The secret .*\.$/);
});

test.each([
  [
    "no key file",
    undefined,
    undefined,
    /key file .* is gone\. Put it back from a backup, or set KARBON_KEY\./,
  ],
  [
    "another key file",
    undefined,
    Buffer.alloc(32, 9).toString("base64"),
    /secrets that the key file .* does not open/,
  ],
  [
    "another KARBON_KEY",
    Buffer.alloc(32, 9).toString("base64"),
    undefined,
    /secrets that KARBON_KEY does not open/,
  ],
])("with secrets stored, %s stops the start with a sentence", async (_, key, file, sentence) => {
  const sealed = (await openVault({ dataDir, key: KEY, sample: nothingStored })).seal(owner, "x");
  if (file) await writeFile(path.join(dataDir, KEY_FILE), file);
  await expect(openVault({ dataDir, key, sample: () => Promise.resolve({ owner, sealed }) })).rejects.toThrow(
    sentence,
  );
});

test("a KARBON_KEY of another length is refused", async () => {
  await expect(openVault({ dataDir, key: "c2hvcnQ=", sample: nothingStored })).rejects.toThrow(
    "KARBON_KEY holds 5 bytes; give 32 bytes in base64 (openssl rand -base64 32).",
  );
});
