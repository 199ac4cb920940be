import { spawn } from "node:child_process";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { TerminalError } from "#server/domain/errors.ts";
import { ENGINE_MODULES, KWOK_STAGES, type EngineFile } from "./engines.ts";

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

/**
 * Builds what is missing from pinned sources: about 12 minutes on two cores, seconds once Go's own cache is warm.
 * @throws TerminalError with one sentence when there is no Go, or when a build fails
 */
export async function buildEngines(options: BuildOptions): Promise<void> {
  const { files, into, modules, say } = options;
  const version = await go(options, modules, ["version"]).catch(() => undefined);
  if (version === undefined) throw new TerminalError(sentenceWithoutGo(files));
  await mkdir(into, { recursive: true });
  say(`${files.join(", ")}: building once into ${into}; this takes about 12 minutes on two cores.`);
  for (const { folder, programs, ldflags } of ENGINE_MODULES) {
    const cwd = path.join(modules, folder);
    for (const { file, main } of programs.filter((each) => files.includes(each.file))) {
      const startedAt = performance.now();
      const temporary = path.join(into, `.${file}.${process.pid}`);
      say(`${file}: building`);
      try {
        await go(options, cwd, [
          "build",
          "-trimpath",
          "-buildvcs=false",
          "-ldflags",
          `-s -w ${ldflags}`,
          "-o",
          temporary,
          main,
        ]);
        await rename(temporary, path.join(into, file)); // whole or not at all, whoever else builds
      } finally {
        await rm(temporary, { force: true });
      }
      say(`${file}: built in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
    }
  }
  if (files.includes("kwok-stages.yaml")) await gatherStages(options);
}

async function gatherStages(options: BuildOptions): Promise<void> {
  const cwd = path.join(options.modules, "kwok");
  await go(options, cwd, ["mod", "download", "sigs.k8s.io/kwok"]);
  const source = await go(options, cwd, ["list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kwok"]);
  const read = (stage: string) =>
    readFile(path.join(source.trim(), "kustomize/stage", `${stage}.yaml`), "utf8");
  const stages = await Promise.all(KWOK_STAGES.map(read));
  await writeFile(path.join(options.into, "kwok-stages.yaml"), stages.join("\n---\n"));
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
