// `npm run test:kubernetes`: the contract suites against a real control plane that this run starts for itself.
// Its programs are found (KARBON_KUBERNETES_BIN, KUBEBUILDER_ASSETS, the user's cache) or built once by the Go toolchain.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureInstalled } from "./lib/install.mjs";
import { root } from "./lib/root.mjs";

ensureInstalled();
const node = (args) =>
  spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });

// First alone, so that a missing toolchain is one sentence and not a stack trace.
const engines = node(["node_modules/tsx/dist/cli.mjs", "server/main/engines.ts", "--tools"]);
if (engines.status !== 0) process.exit(1);

const out = mkdtempSync(path.join(os.tmpdir(), "karbon-kubernetes-"));
const file = path.join(out, "result.json");
const { status } = node([
  "node_modules/vitest/vitest.mjs",
  "run",
  "--project=kubernetes",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${file}`,
]);
const totals = count(file, status);
rmSync(out, { recursive: true, force: true });
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed > 0 ? 1 : 0;

function count(result, code) {
  try {
    const {
      numPassedTests,
      numFailedTests,
      numPendingTests,
      numTodoTests = 0,
    } = JSON.parse(readFileSync(result, "utf8"));
    // A file that did not load or an unhandled rejection is a failure too.
    const failed = code !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
    return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
