import path from "node:path";
import { TerminalError } from "#server/domain/errors.ts";
import { buildEngines } from "./build-engines.ts";
import { ENGINE_FILES, type EngineFile, type Engines } from "./engines.ts";
import { cacheFolder, findEngines } from "./find-engines.ts";

const MODULES = path.join(import.meta.dirname ?? "", "modules");

/**
 * The engines of a control plane: found, or built once into the user's cache.
 * @throws TerminalError with one sentence that says what is missing
 */
export async function haveEngines({
  env,
  say,
  signal,
  modules = MODULES,
}: {
  env: Readonly<Record<string, string | undefined>>;
  say: (line: string) => void;
  signal?: AbortSignal;
  modules?: string;
}): Promise<Engines> {
  const { missing } = await findEngines(env);
  if (missing.length > 0)
    await buildEngines({ files: missing, into: cacheFolder(env), modules, env, say, signal });
  const { engines, missing: still } = await findEngines(env);
  return { ...complete(engines, still) };
}

function complete(engines: Partial<Engines>, missing: readonly EngineFile[]): Engines {
  const paths = ENGINE_FILES.map((file) => [file, engines[file] ?? ""] as const);
  if (missing.length > 0) throw new TerminalError(`${missing.join(", ")} cannot be found after the build.`);
  return Object.fromEntries(paths) as Engines;
}
