// `npm start` on a bare machine: packages, build, then the supervisor in this very process, so that signals reach it.
import path from "node:path";
import { ensureInstalled } from "./lib/install.mjs";
import { inRoot } from "./lib/root.mjs";

const demo = process.argv.includes("--demo");
const dev = process.argv.includes("--dev");
const built = process.argv.includes("--built"); // for tests: what was built last, as it is
if (!built) ensureInstalled();
const { buildPrograms, ensureBuilt, ensureGenerated } = await import("./lib/build.mjs");
if (dev) {
  ensureGenerated();
  await buildPrograms();
} else if (!built) {
  await ensureBuilt();
}

process.chdir(inRoot());
if (demo) {
  process.env.KARBON_DEMO = "1";
  process.env.KARBON_CLOCK ??= "now@600";
  process.env.KARBON_DATA_DIR = path.join(process.env.KARBON_DATA_DIR ?? ".data", "demo");
}
if (dev) process.env.KARBON_DEV = "1";
const { main } = await import(inRoot("dist/supervisor.mjs"));
await main();
