import { ensureInstalled } from "./lib/install.mjs";

ensureInstalled();
const { ensureBuilt } = await import("./lib/build.mjs");
await ensureBuilt({ force: process.argv.includes("--force") });
