import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { progress } from "../report.ts";

const MODULE = path.join(import.meta.dirname, "go");
const SAY_EVERY_MS = 20_000;

export interface GoPrograms {
  /** The controller-runtime webhook. */
  webhook: string;
  /** What sends the reviews. */
  load: string;
}

/** Built from the pinned module: a few minutes at first, seconds once Go's own cache is warm. @throws Error with one sentence */
export async function buildGoPrograms(into: string): Promise<GoPrograms> {
  progress("Building the Go baseline and the load generator; minutes at first, seconds from then on.");
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1_000);
  const signs = setInterval(() => progress(`Building, ${seconds()} s so far.`), SAY_EVERY_MS);
  try {
    await build(into);
  } finally {
    clearInterval(signs);
  }
  return { webhook: path.join(into, "webhook"), load: path.join(into, "load") };
}

async function build(into: string): Promise<void> {
  const args = ["build", "-trimpath", "-buildvcs=false", "-o", `${into}/`, "./webhook", "./load"];
  const child = spawn("go", args, {
    cwd: MODULE,
    env: { ...process.env, CGO_ENABLED: "0" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  const [code] = (await once(child, "close").catch(() => [undefined])) as [number | null | undefined];
  if (code === undefined) throw new Error("There is no Go");
  if (code !== 0) throw new Error(`"go build" ended with ${code}:\n${errors.trim()}`);
}
