// `npm run backup|restore|reset-password`: the program behind them, built when the sources changed.
import { ensureInstalled } from "./lib/install.mjs";
import { inRoot } from "./lib/root.mjs";

ensureInstalled();
const { buildPrograms, ensureGenerated } = await import("./lib/build.mjs");
ensureGenerated();
await buildPrograms();
process.chdir(inRoot());
const { main } = await import(inRoot("dist/operate.mjs"));
await main(process.argv.slice(2));
