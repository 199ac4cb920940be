import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

const FIRST_DELAY_MS = 500;
const MOST_DELAY_MS = 30_000;
/** One that lived this long has earned a quick restart. */
const HEALTHY_AFTER_MS = 60_000;
const DRAIN_MS = 10_000;

export interface SupervisedChild {
  readonly name: string;
  pid(): number | undefined;
  restart(): void;
  stop(): Promise<void>;
}

interface Options {
  name: string;
  file: string;
  args?: string[];
  execArgv?: string[];
  env: () => NodeJS.ProcessEnv;
  say: (line: string) => void;
}

/** Starts a program and starts it again whenever it ends, each time a little later, until it is stopped. */
export function superviseChild({ name, file, args = [], execArgv = [], env, say }: Options): SupervisedChild {
  let child: ChildProcess | undefined;
  let stopping = false;
  let delayMs = FIRST_DELAY_MS;
  let timer: NodeJS.Timeout | undefined;

  function start(): void {
    const startedAt = Date.now();
    // its own process group, so that a terminal's ^C reaches only the supervisor, which stops all in order
    const started = fork(file, args, {
      env: env(),
      execArgv,
      detached: true,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child = started;
    started.once("exit", (code, signal) => {
      child = undefined;
      if (stopping) return;
      delayMs =
        Date.now() - startedAt > HEALTHY_AFTER_MS ? FIRST_DELAY_MS : Math.min(delayMs * 2, MOST_DELAY_MS);
      say(`The ${name} ended (${code ?? signal}). It starts again in ${(delayMs / 1_000).toFixed(1)} s.`);
      timer = setTimeout(start, delayMs);
    });
  }

  start();
  return {
    name,
    pid: () => child?.pid,
    restart: () => void child?.kill("SIGTERM"),
    async stop() {
      stopping = true;
      clearTimeout(timer);
      if (!child) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const last = setTimeout(() => child?.kill("SIGKILL"), DRAIN_MS);
      await ended;
      clearTimeout(last);
    },
  };
}
