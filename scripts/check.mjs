// `npm run check`: format, lint, architecture, types, unit tests. Needs no database, no cluster, no browser.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { ensureInstalled } from "./lib/install.mjs";
import { inRoot, root } from "./lib/root.mjs";

const CODE = [
  "app",
  "components",
  "charts",
  "server",
  "cli",
  "bench",
  "e2e",
  "instrumentation.ts",
  "proxy.ts",
];
const FEWEST_MODULES = 100; // a cruise that saw next to nothing passes anything
const tool = (file, ...args) => [process.execPath, inRoot("node_modules", file), ...args];

ensureInstalled();
const { ensureGenerated } = await import("./lib/build.mjs");
ensureGenerated();
if (!existsSync(inRoot(".next/types/routes.d.ts")))
  await mustRun("next typegen", tool("next/dist/bin/next", "typegen"));

export const STEPS = {
  format: tool("oxfmt/bin/oxfmt", "--check", "."),
  lint: tool("oxlint/bin/oxlint", "--type-aware", "--deny-warnings"),
  architecture: tool(
    "dependency-cruiser/bin/dependency-cruise.mjs",
    ...CODE.filter((name) => existsSync(inRoot(name))),
  ),
  types: tool("typescript/bin/tsc", "--noEmit"),
  unit: tool("vitest/vitest.mjs", "run", "--project", "unit", "--reporter", "dot"),
};

const skipUnit = process.argv.includes("--static");
const names = Object.keys(STEPS).filter((name) => !(skipUnit && name === "unit"));
// two at a time: tsc and the tests are the long ones, and the machines are small
const results = [];
const waiting = [...names];
await Promise.all([worker(), worker()]);
const failed = results.filter(({ ok }) => !ok);
for (const { name, output } of failed) console.log(`\n--- ${name}\n${output.trim()}`);
console.log(
  `\n${results.map(({ name, ok, seconds }) => `${name} ${ok ? "ok" : "FAILED"} ${seconds} s`).join(", ")}`,
);
process.exitCode = failed.length > 0 ? 1 : 0;

async function worker() {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    const startedAt = Date.now();
    const { ok, output } = await run(STEPS[name]);
    const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
    results.push({ name, seconds, output, ok: ok && (name !== "architecture" || sawModules(output)) });
  }
}

function sawModules(output) {
  const modules = Number(/\((\d+) modules/.exec(output)?.[1] ?? 0);
  if (modules >= FEWEST_MODULES) return true;
  console.log(`The architecture check saw ${modules} modules: it checked nothing.`);
  return false;
}

function run([file, ...args]) {
  return new Promise((resolve) => {
    execFile(file, args, { cwd: root, maxBuffer: 64 * 1_024 * 1_024 }, (error, stdout, stderr) =>
      resolve({ ok: !error, output: stdout + stderr }),
    );
  });
}

async function mustRun(name, command) {
  const { ok, output } = await run(command);
  if (ok) return;
  console.log(`${name} failed:\n${output}`);
  process.exit(1);
}
