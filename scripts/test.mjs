// `npm test`: static checks, unit tests, tests on a real Postgres, and the product in a real browser. Installs what it needs.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureCommands } from "./lib/debian.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { inRoot, root } from "./lib/root.mjs";

ensureInstalled();
const missing = ensureCommands(["chromium", "kubectl"]);
const out = mkdtempSync(path.join(os.tmpdir(), "karbon-results-"));
const totals = { passed: 0, failed: 0, skipped: 0 };

if (!step("Static checks", ["scripts/check.mjs", "--static"])) totals.failed += 1;
vitest("unit");
vitest("db");
const browser = !missing.some(({ command }) => command === "chromium");
if (!step("Build", ["scripts/build.mjs"])) totals.failed += 1;
else if (browser) playwright();
else totals.skipped += countBrowserTests();

rmSync(out, { recursive: true, force: true });
for (const { why } of missing) console.log(`Skipped what needs it: ${why}.`);
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed > 0 ? 1 : 0;

function step(title, args, env = {}) {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
  });
  return status === 0;
}

function vitest(project) {
  const file = path.join(out, `${project}.json`);
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  const ok = step(`Vitest: ${project}`, [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    project,
    ...reporters,
  ]);
  const result = readResult(file);
  if (!result) return void (totals.failed += 1);
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests;
  totals.skipped += result.numPendingTests + (result.numTodoTests ?? 0);
  for (const { assertionResults = [] } of result.testResults) {
    for (const { status, fullName } of assertionResults)
      if (status === "pending" || status === "skipped") console.log(`skipped: ${fullName}`);
  }
  if (!ok && result.numFailedTests === 0) totals.failed += 1; // a file that did not load, an unhandled rejection
}

function playwright() {
  const file = path.join(out, "browser.json");
  const ok = step("Browser", ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const stats = readResult(file)?.stats;
  if (!stats) return void (totals.failed += 1);
  totals.passed += stats.expected + stats.flaky;
  totals.failed += stats.unexpected;
  totals.skipped += stats.skipped;
  if (!ok && stats.unexpected === 0) totals.failed += 1;
}

function countBrowserTests() {
  const { stdout } = spawnSync(
    process.execPath,
    [inRoot("node_modules/@playwright/test/cli.js"), "test", "--list"],
    { cwd: root },
  );
  return Number(/Total: (\d+) test/.exec(String(stdout))?.[1] ?? 1);
}

function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
