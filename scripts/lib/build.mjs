import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hashOf } from "./hash.mjs";
import { inRoot, root } from "./root.mjs";

const SOURCES = ["app", "components", "charts", "server", "prisma", "public"];
const CONFIGS = [
  "package-lock.json",
  "package.json",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];
const SAMPLES = "deploy/samples";
const HOOKS = ["instrumentation.ts", "instrumentation-node.ts", "prisma.config.ts", "scripts/lib/build.mjs"];

/** Each entry of server/main that is a program; `external` packages are found in node_modules. */
const PROGRAMS = ["supervisor", "worker", "operate", "prepare", "backtest-thread"];

const run = (file, args, env = {}) =>
  execFileSync(process.execPath, [inRoot(file), ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
  });

/** Prisma's client is made from the schema; the types of pages are made by Next. Both are needed before anything compiles. */
export function ensureGenerated() {
  const mark = inRoot("server/adapters/db/generated/.hash");
  const wanted = hashOf(["prisma/schema.prisma", "package-lock.json"]);
  if (!existsSync(mark) || readFileSync(mark, "utf8") !== wanted) {
    execFileSync(process.execPath, [inRoot("node_modules/prisma/build/index.js"), "generate"], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
    });
    writeFileSync(mark, wanted);
  }
}

/** Builds what changed since the last build; says what it does only when it does something. */
export async function ensureBuilt({ force = false } = {}) {
  ensureGenerated();
  await ensureHash(
    "programs",
    ["server", "package-lock.json", "scripts/lib/build.mjs"],
    force,
    buildPrograms,
  );
  await ensureCli({ force });
  await ensureHash("console", [...SOURCES, ...CONFIGS, ...HOOKS], force, buildConsole);
}

async function ensureHash(name, sources, force, build) {
  const mark = inRoot(`dist/.${name}.hash`);
  const wanted = hashOf(sources);
  if (!force && existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  rmSync(mark, { force: true });
  await build();
  mkdirSync(inRoot("dist"), { recursive: true });
  writeFileSync(mark, wanted);
}

export async function buildPrograms() {
  const { build } = await import("esbuild");
  await build({
    entryPoints: PROGRAMS.map((name) => inRoot(`server/main/${name}.ts`)),
    outdir: inRoot("dist"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    sourcemap: true,
    logLevel: "warning",
  });
}

/** dist/karbon.mjs: one file that needs nothing but Node, so that the agent's image holds little else. */
export const ensureCli = ({ force = false } = {}) =>
  ensureHash(
    "cli",
    ["cli", "server", SAMPLES, "package-lock.json", "scripts/lib/build.mjs"],
    force,
    buildCli,
  );

/** What `karbon demo` applies: file name -> text. */
const sampleFiles = () =>
  Object.fromEntries(
    readdirSync(inRoot(SAMPLES)).map((name) => [name, readFileSync(inRoot(SAMPLES, name), "utf8")]),
  );

async function buildCli() {
  const { build } = await import("esbuild");
  await build({
    entryPoints: [inRoot("cli/karbon.ts")],
    outfile: inRoot("dist/karbon.mjs"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: true,
    sourcesContent: false,
    logLevel: "warning",
    define: { KARBON_SAMPLES: JSON.stringify(sampleFiles()) },
    // packages of the older kind ask for Node's own modules by require
    banner: {
      js: '#!/usr/bin/env node\nimport { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  chmodSync(inRoot("dist/karbon.mjs"), 0o755);
}

async function buildConsole() {
  console.log("Building the console (about a minute the first time)...");
  run("node_modules/next/dist/bin/next", ["build"], { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" });
  // `output: standalone` leaves these two to whoever deploys it
  cpSync(inRoot(".next/static"), inRoot(".next/standalone/.next/static"), { recursive: true });
  if (existsSync(inRoot("public")))
    cpSync(inRoot("public"), inRoot(".next/standalone/public"), { recursive: true });
}
