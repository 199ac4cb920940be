import { constants } from "node:fs";
import { access } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { KUBERNETES_VERSION, type EngineFile, type Engines } from "./engines.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Where what we build stays, for all checkouts of one user. */
export function cacheFolder(env: Env): string {
  const cache = env["XDG_CACHE_HOME"] || path.join(env["HOME"] || os.homedir(), ".cache");
  return path.join(cache, "karbonetes", "kubernetes", KUBERNETES_VERSION);
}

/** In order of preference; envtest's folder holds only some of the files, so each file is looked up by itself. */
export const engineFolders = (env: Env): string[] =>
  [env["KARBON_KUBERNETES_BIN"], env["KUBEBUILDER_ASSETS"], cacheFolder(env)]
    .filter((folder): folder is string => Boolean(folder))
    .map((folder) => path.resolve(folder));

export interface Found<File extends EngineFile> {
  engines: Partial<Engines<File>>;
  missing: File[];
  /** When none is missing. */
  all: Engines<File> | undefined;
}

export async function findEngines<File extends EngineFile>(
  env: Env,
  files: readonly File[],
): Promise<Found<File>> {
  const engines: Partial<Engines<File>> = {};
  for (const file of files) {
    for (const folder of engineFolders(env)) {
      const candidate = path.join(folder, file);
      if (!(await isUsable(candidate))) continue;
      engines[file] = candidate;
      break;
    }
  }
  const missing = files.filter((file) => engines[file] === undefined);
  return { engines, missing, all: missing.length === 0 ? (engines as Engines<File>) : undefined };
}

async function isUsable(file: string): Promise<boolean> {
  const mode = file.endsWith(".yaml") ? constants.R_OK : constants.X_OK;
  return access(file, mode).then(
    () => true,
    () => false,
  );
}
