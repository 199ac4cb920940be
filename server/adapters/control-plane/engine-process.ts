import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

const PATIENCE_MS = 5_000;

export interface EngineProcess {
  name: string;
  pid: number;
  /** Undefined while it runs. */
  ended: () => string | undefined;
  /** The end of its log. */
  log: () => Promise<string>;
  stop: () => Promise<void>;
  /** For the moment when there is no time to wait. */
  kill: () => void;
}

interface EngineOptions {
  name: string;
  program: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Where it keeps what it keeps. */
  dir: string;
}

/** A child with its output in DIR/NAME.log and no more of our environment than it needs. */
export function runEngine({ name, program, args, env = {}, dir }: EngineOptions): EngineProcess {
  const file = path.join(dir, `${name}.log`);
  const output = openSync(file, "a");
  const child = spawn(program, args, {
    stdio: ["ignore", output, output],
    env: { NODE_ENV: "production", HOME: dir, ...env },
  });
  closeSync(output);
  let failure: string | undefined;
  child.on("error", (error) => (failure = error.message));
  return {
    name,
    pid: child.pid ?? -1,
    ended: () => failure ?? endOf(child),
    log: async () => (await readFile(file, "utf8").catch(() => "")).slice(-6_000),
    stop: () => stop(child),
    kill: () => void child.kill("SIGKILL"),
  };
}

function endOf({ exitCode, signalCode }: ChildProcess): string | undefined {
  if (exitCode !== null) return `ended with ${exitCode}`;
  return signalCode === null ? undefined : `ended by ${signalCode}`;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || endOf(child) !== undefined) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const last = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  await ended;
  clearTimeout(last);
}
