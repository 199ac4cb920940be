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
export async function haveEngines<File extends EngineFile = (typeof ENGINE_FILES)[number]>({
  env,
  files = ENGINE_FILES as unknown as readonly File[],
  say,
  signal,
  modules = MODULES,
}: {
  env: Readonly<Record<string, string | undefined>>;
  /** All that a control plane and a local cluster take, where none are named. */
  files?: readonly File[];
  say: (line: string) => void;
  signal?: AbortSignal;
  modules?: string;
}): Promise<Engines<File>> {
  const before = await findEngines(env, files);
  if (before.all) return before.all;
  await buildEngines({ files: before.missing, into: cacheFolder(env), modules, env, say, signal });
  const after = await findEngines(env, files);
  if (after.all) return after.all;
  throw new TerminalError(`${after.missing.join(", ")} cannot be found after the build.`);
}
