// `npm run karbon -- ...`: the CLI, built when its sources changed, in this very process, so that signals reach it.
import { ensureInstalled } from "./lib/install.mjs";
import { inRoot } from "./lib/root.mjs";

ensureInstalled();
const { ensureCli } = await import("./lib/build.mjs");
await ensureCli();
await import(inRoot("dist/karbon.mjs"));
