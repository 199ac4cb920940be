// `npm run test:kubernetes`: the contract suites against a real control plane that this run starts for itself, and the product in a
// real browser on clusters of the provider local. Its programs are found (KARBON_KUBERNETES_BIN, KUBEBUILDER_ASSETS, the user's
// cache) or built once by the Go toolchain.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureCommands } from "./lib/debian.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { root } from "./lib/root.mjs";

ensureInstalled();
const [missing] = ensureCommands(["chromium"]);
const node = (args, env = {}) =>
  spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
  }).status;

// First alone, so that a missing toolchain is one sentence and not a stack trace.
if (node(["node_modules/tsx/dist/cli.mjs", "server/main/engines.ts", "--tools"]) !== 0) process.exit(1);

const out = mkdtempSync(path.join(os.tmpdir(), "karbon-kubernetes-"));
const totals = { passed: 0, failed: 0, skipped: 0 };
vitest();
if (node(["scripts/build.mjs"]) !== 0) totals.failed += 1;
else if (missing) totals.skipped += 1;
else browser();
rmSync(out, { recursive: true, force: true });
if (missing) console.log(`Skipped what needs it: ${missing.why}.`);
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed > 0 ? 1 : 0;

function vitest() {
  const file = path.join(out, "vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const status = node(["node_modules/vitest/vitest.mjs", "run", "--project=kubernetes", ...reporters]);
  const result = read(file);
  if (!result) return void (totals.failed += 1);
  totals.passed += result.numPassedTests;
  // A file that did not load or an unhandled rejection is a failure too.
  totals.failed += status !== 0 && result.numFailedTests === 0 ? 1 : result.numFailedTests;
  totals.skipped += result.numPendingTests + (result.numTodoTests ?? 0);
}

function browser() {
  const file = path.join(out, "browser.json");
  const config = "--config=playwright.kubernetes.config.ts";
  const status = node(["node_modules/@playwright/test/cli.js", "test", config, "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const stats = read(file)?.stats;
  if (!stats) return void (totals.failed += 1);
  totals.passed += stats.expected + stats.flaky;
  totals.failed += status !== 0 && stats.unexpected === 0 ? 1 : stats.unexpected;
  totals.skipped += stats.skipped;
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
