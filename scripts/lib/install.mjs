import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hashOf } from "./hash.mjs";
import { inRoot, root } from "./root.mjs";

const MARK = inRoot("node_modules/.karbon-lock");

/** `npm ci` when the lock file is not the one that node_modules was made from. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24)) {
    console.error(`Karbonetes needs Node 20.19, 22.12 or 24 and newer; this is ${process.version}.`);
    process.exit(1);
  }
  const wanted = hashOf(["package-lock.json"]);
  if (existsSync(MARK) && readFileSync(MARK, "utf8") === wanted) return;
  console.error("Installing packages (about a minute the first time)..."); // stdout is for results: --json prints one object there
  const windows = process.platform === "win32";
  execFileSync(windows ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: windows,
    env: { ...process.env, NODE_ENV: "" },
  });
  writeFileSync(MARK, wanted);
}
