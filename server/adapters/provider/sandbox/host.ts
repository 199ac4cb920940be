import { setMaxListeners } from "node:events";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { SessionLocks } from "#server/adapters/db/session-lock.ts";
import type { Logger } from "#server/adapters/log.ts";
import type { Clock } from "#server/domain/clock.ts";
import type { ClusterIdentity } from "#server/domain/cluster/provider.ts";
import { startControllers } from "./controllers/start.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";

export interface SandboxHost {
  /** Runs the cluster here, from its state on disk or from nothing; "elsewhere" while another process owns it. */
  ensure(cluster: Pick<ClusterIdentity, "id" | "name">): Promise<Sandbox | "elsewhere">;
  runsHere(id: string): boolean;
  /** Whether it has state on this machine. */
  exists(id: string): boolean;
  /** False while another process owns it. */
  stop(id: string): Promise<boolean>;
  erase(id: string): Promise<void>;
  stopAll(): Promise<void>;
}
interface HostOptions {
  dataDir: string;
  locks: SessionLocks;
  clock: Clock;
  log: Logger;
}
interface Running {
  sandbox: Sandbox;
  stopped: Promise<void>;
}

const MANY_CONTROLLERS = 64;

export const lockOf = (id: string): string => `sandbox:${id}`;

/** Owns the simulated clusters that run in this process. One owner each, by an advisory lock; they go on while Postgres is away. */
export function createSandboxHost({ dataDir, locks, clock, log }: HostOptions): SandboxHost {
  const running = new Map<string, Promise<Running>>();
  const dirOf = (id: string): string => path.join(dataDir, "clusters", id);

  async function start({ id, name }: Pick<ClusterIdentity, "id" | "name">): Promise<Running> {
    let stopped: Promise<void> = Promise.resolve();
    const sandbox = await createSandbox({
      dir: dirOf(id),
      clock,
      log,
      name,
      controllers: (api, _clock, stopping) => {
        const signal = AbortSignal.any([stopping]);
        setMaxListeners(MANY_CONTROLLERS, signal);
        stopped = startControllers({ api, clock, signal, log }).then(
          (controllers) => controllers.stopped,
          (error: unknown) =>
            log.error({ err: error, cluster: name }, "the sandbox's controllers did not start"),
        );
      },
    });
    log.info({ cluster: name, url: sandbox.url }, "the sandbox runs");
    return { sandbox, stopped };
  }

  async function close(id: string): Promise<void> {
    const present = await running.get(id)?.catch(() => undefined);
    running.delete(id);
    await present?.sandbox.stop();
    await present?.stopped;
  }

  return {
    async ensure(cluster) {
      const present = running.get(cluster.id);
      if (present) return (await present).sandbox;
      if (!(await locks.acquire(lockOf(cluster.id)))) return "elsewhere";
      const started =
        running.get(cluster.id) ??
        start(cluster).catch(async (error: unknown) => {
          running.delete(cluster.id);
          await locks.release(lockOf(cluster.id));
          throw error;
        });
      running.set(cluster.id, started);
      return (await started).sandbox;
    },
    runsHere: (id) => running.has(id),
    exists: (id) => existsSync(dirOf(id)),
    async stop(id) {
      if (!running.has(id) && !(await locks.acquire(lockOf(id)))) return false;
      await close(id);
      await locks.release(lockOf(id));
      return true;
    },
    erase: (id) => rm(dirOf(id), { recursive: true, force: true }),
    async stopAll() {
      await Promise.all([...running.keys()].map(close));
    },
  };
}
