import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { inRoot } from "./root.mjs";

const LEFT_OUT = new Set(["node_modules", "generated", ".next", "dist"]);

/** One digest over the contents of files and folders: what changed is rebuilt by it, not by presence or date. */
export function hashOf(names) {
  const hash = createHash("sha256").update(process.version.split(".")[0] ?? "");
  for (const name of names) add(hash, inRoot(name), name);
  return hash.digest("hex");
}

function add(hash, file, name) {
  if (!existsSync(file)) return;
  if (!statSync(file).isDirectory()) {
    hash.update(`\0${name}\0`).update(readFileSync(file));
    return;
  }
  for (const entry of readdirSync(file).toSorted()) {
    if (LEFT_OUT.has(entry) || /\.(test|spec)\.tsx?$/.test(entry)) continue;
    add(hash, path.join(file, entry), `${name}/${entry}`);
  }
}
