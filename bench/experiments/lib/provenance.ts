import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

/** What it takes to make a result again; a part of every --json. */
export interface Provenance {
  /** null where nothing is drawn by chance. */
  seed: number | readonly number[] | null;
  parameters: Record<string, unknown>;
  /** File name -> SHA-256. */
  data: Record<string, string>;
  /** null outside a checkout. */
  commit: string | null;
  /** The code differs from the commit. */
  uncommitted: boolean;
}

export function provenanceOf(
  files: readonly string[],
  parameters: Record<string, unknown>,
  seed: Provenance["seed"] = null,
): Provenance {
  const data = Object.fromEntries(files.map((file) => [path.basename(file), sha256(file)]));
  return { seed, parameters, data, ...checkout() };
}

const sha256 = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

const git = (...args: string[]) =>
  execFileSync("git", args, {
    cwd: import.meta.dirname,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });

function checkout(): Pick<Provenance, "commit" | "uncommitted"> {
  try {
    return { commit: git("rev-parse", "HEAD").trim(), uncommitted: git("status", "--porcelain") !== "" };
  } catch {
    return { commit: null, uncommitted: false };
  }
}
