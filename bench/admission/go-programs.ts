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

/** Built from the pinned module, once into Go's own cache. Undefined, and said, without Go. @throws Error when the build fails */
export async function buildGoPrograms(into: string): Promise<GoPrograms | undefined> {
  progress("Building the Go baseline and the load generator; minutes at first, seconds from then on.");
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1_000);
  const signs = setInterval(() => progress(`Building, ${seconds()} s so far.`), SAY_EVERY_MS);
  try {
    if (!(await build(into))) {
      progress(
        "Go is not installed: the agent is measured alone, by a load generator of Node's that may be the slower of the two.",
      );
      return undefined;
    }
  } finally {
    clearInterval(signs);
  }
  return { webhook: path.join(into, "webhook"), load: path.join(into, "load") };
}

/** False without Go. */
async function build(into: string): Promise<boolean> {
  const args = ["build", "-trimpath", "-buildvcs=false", "-o", `${into}/`, "./webhook", "./load"];
  const child = spawn("go", args, {
    cwd: MODULE,
    env: { ...process.env, CGO_ENABLED: "0" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  const [code] = (await once(child, "close").catch(() => [undefined])) as [number | null | undefined];
  if (code === undefined) return false;
  if (code === 0) return true;
  throw new Error(`"go build" ended with ${code}:\n${errors.trim()}`);
}
