import { constants } from "node:fs";
import { access } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ENGINE_FILES, KUBERNETES_VERSION, type EngineFile, type Engines } from "./engines.ts";

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

export interface Found {
  engines: Partial<Engines>;
  missing: EngineFile[];
}

export async function findEngines(env: Env): Promise<Found> {
  const engines: Partial<Engines> = {};
  for (const file of ENGINE_FILES) {
    for (const folder of engineFolders(env)) {
      const candidate = path.join(folder, file);
      if (!(await isUsable(candidate))) continue;
      engines[file] = candidate;
      break;
    }
  }
  return { engines, missing: ENGINE_FILES.filter((file) => engines[file] === undefined) };
}

async function isUsable(file: string): Promise<boolean> {
  const mode = file.endsWith(".yaml") ? constants.R_OK : constants.X_OK;
  return access(file, mode).then(
    () => true,
    () => false,
  );
}
