import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { contractSuite } from "../../../../e2e/kubernetes/contract/suite.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-contract-"));
const log = { error: () => {}, warn: () => {} };
let sandbox: Promise<Sandbox> | undefined;
afterAll(async () => {
  await (await sandbox)?.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

contractSuite("a sandbox", async () => {
  sandbox ??= createSandbox({ dir, clock: { rate: 1, now: () => new Date() }, log, name: "contract" });
  return (await sandbox).kubeconfig();
});
