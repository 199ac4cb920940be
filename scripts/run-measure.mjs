// `npm run bench -- NAME` and `npm run experiment -- NAME`: a table for people; with --json one JSON object on stdout, nothing else.
import { existsSync, readdirSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { ensureInstalled } from "./lib/install.mjs";
import { inRoot, root } from "./lib/root.mjs";

const [kind, name, ...args] = process.argv.slice(2);
const folder = kind === "bench" ? "bench" : "bench/experiments";
const known = existsSync(inRoot(folder))
  ? readdirSync(inRoot(folder))
      .filter((file) => /\.(bench|experiment)\.ts$/.test(file))
      .map((file) => file.replace(/\.(bench|experiment)\.ts$/, ""))
  : [];
if (!name || !known.includes(name)) {
  console.error(
    `${name ? `There is no ${kind} ${name}.` : `Name a ${kind}.`} There ${known.length === 1 ? "is" : "are"}: ${known.join(", ") || "none"}.`,
  );
  process.exit(1);
}
ensureInstalled();
const { ensureGenerated } = await import("./lib/build.mjs");
ensureGenerated();
const file = inRoot(folder, `${name}.${kind}.ts`);
const { status } = spawnSync(process.execPath, [inRoot("node_modules/tsx/dist/cli.mjs"), file, ...args], {
  cwd: root,
  stdio: "inherit",
});
process.exit(status ?? 1);
