import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { TerminalError } from "#server/domain/errors.ts";
import { ENGINE_MODULES, type EngineFile, type EngineText } from "./engines.ts";

type Env = Readonly<Record<string, string | undefined>>;
interface BuildOptions {
  files: readonly EngineFile[];
  /** Made if absent. */
  into: string;
  /** The folder with the pinned Go modules. */
  modules: string;
  env: Env;
  say: (line: string) => void;
  signal?: AbortSignal;
}

const SAY_EVERY_MS = 20_000;

/**
 * Builds what is missing from pinned sources: about 20 minutes on two cores, seconds once Go's own cache is warm.
 * @throws TerminalError with one sentence when there is no Go, or when a build fails
 */
export async function buildEngines(options: BuildOptions): Promise<void> {
  const { files, into, modules, say } = options;
  const version = await go(options, modules, ["version"]).catch(() => undefined);
  if (version === undefined) throw new TerminalError(sentenceWithoutGo(files));
  await mkdir(into, { recursive: true });
  say(
    `${files.join(", ")}: building once into ${into}; this takes ${files.length > 3 ? "about 20" : "a few"} minutes on two cores.`,
  );
  let count = 0;
  for (const { folder, programs, ldflags, texts } of ENGINE_MODULES) {
    const cwd = path.join(modules, folder);
    for (const { file, main } of programs.filter((each) => files.includes(each.file))) {
      const title = `${file} (${(count += 1)} of ${files.length})`;
      await timed(say, title, () => buildProgram(options, cwd, { file, main, ldflags }));
    }
    for (const text of texts.filter((each) => files.includes(each.file))) {
      await gather(options, cwd, text);
      say(`${text.file} (${(count += 1)} of ${files.length}): gathered`);
    }
  }
}

/** A sign of life every 20 s: the API server alone takes minutes. */
async function timed(say: (line: string) => void, title: string, act: () => Promise<void>): Promise<void> {
  const startedAt = performance.now();
  const seconds = (): number => Math.round((performance.now() - startedAt) / 1_000);
  say(`${title}: building`);
  const signs = setInterval(() => say(`${title}: building, ${seconds()} s so far`), SAY_EVERY_MS);
  try {
    await act();
  } finally {
    clearInterval(signs);
  }
  say(`${title}: built in ${seconds()} s`);
}

async function buildProgram(
  options: BuildOptions,
  cwd: string,
  { file, main, ldflags }: { file: EngineFile; main: string; ldflags: string },
): Promise<void> {
  const args = ["-trimpath", "-buildvcs=false", "-ldflags", `-s -w ${ldflags}`.trim()];
  await whole(options, file, async (temporary) => {
    await go(options, cwd, ["build", ...args, "-o", temporary, main]);
  });
}

/** One YAML file of those parts of a module that its engine reads. */
async function gather(
  options: BuildOptions,
  cwd: string,
  { file, module, parts }: EngineText,
): Promise<void> {
  await go(options, cwd, ["mod", "download", module]);
  const source = (await go(options, cwd, ["list", "-m", "-f", "{{.Dir}}", module])).trim();
  const paths = (await Promise.all(parts.map((part) => filesOf(path.join(source, part))))).flat();
  const texts = await Promise.all(paths.map((each) => readFile(each, "utf8")));
  await whole(options, file, (temporary) => writeFile(temporary, texts.join("\n---\n")));
}

async function filesOf(part: string): Promise<string[]> {
  if (!part.endsWith("/")) return [part];
  const names = await readdir(part);
  return names
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => path.join(part, name));
}

/** Whole or not at all, whoever else builds. */
async function whole(
  { into }: BuildOptions,
  file: EngineFile,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = path.join(into, `.${file}.${process.pid}`);
  try {
    await write(temporary);
    await rename(temporary, path.join(into, file));
  } finally {
    await rm(temporary, { force: true });
  }
}

const sentenceWithoutGo = (files: readonly EngineFile[]): string =>
  `Real Kubernetes needs ${files.join(", ")}: name a folder with them in KARBON_KUBERNETES_BIN, or install Go 1.26 or newer, and they are built once.`;

async function go({ env, signal }: BuildOptions, cwd: string, args: string[]): Promise<string> {
  const child = spawn("go", args, {
    cwd,
    env: { ...env, NODE_ENV: "production", CGO_ENABLED: "0" },
    signal,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => void (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => void (errors = (errors + chunk.toString()).slice(-4_000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return output;
  throw new TerminalError(`"go ${args[0]} ${args.at(-1) ?? ""}" ended with ${code}:\n${errors.trim()}`);
}
