import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { ManagementRow } from "#server/adapters/db/management-cluster.ts";
import type { MakeLocks, ManagementWatchDeps } from "./deps.ts";
import { createNotices } from "./notice.ts";
import { watchManagement } from "./watch.ts";

/** How long a management cluster that is connected, changed or removed stays unnoticed, and a watcher that died unreplaced. */
const LOOK_EVERY_MS = 2_000;
const lockOf = (id: string): string => `management-watch:${id}`;

interface Running {
  credentialsSetAt: number;
  stop: () => Promise<void>;
}

/**
 * One watch for each management cluster, in one worker of all: a lock of Postgres says in which, and frees itself when that dies. So a
 * management API serves one watch however many workers there are, and what a watch saw is written down by one of them.
 */
export async function watchManagements(
  deps: ManagementWatchDeps & { locks: MakeLocks },
  signal: AbortSignal,
): Promise<void> {
  const running = new Map<string, Running>();
  const notices = createNotices(deps, signal);
  const locks = deps.locks((name) => {
    for (const id of running.keys()) if (lockOf(id) === name) void end(id); // another worker watches it by now
  });

  async function end(id: string): Promise<void> {
    const watch = running.get(id);
    running.delete(id);
    await watch?.stop();
  }

  async function begin({ id, credentialsSetAt }: ManagementRow): Promise<void> {
    if (!(await locks.acquire(lockOf(id)))) return;
    const management = await deps.managements.find(id);
    if (!management) return;
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    setMaxListeners(0, until);
    const watching = watchManagement(deps, notices, { id, ...management }, until).catch((error: unknown) => {
      deps.log.warn({ management: management.name, error: String(error) }, "it cannot be watched");
    });
    const stop = async (): Promise<void> => {
      over.abort();
      await watching;
    };
    running.set(id, { credentialsSetAt: +credentialsSetAt, stop });
  }

  async function look(): Promise<void> {
    const managements = await deps.managementClusters.list();
    const wanted = new Map(managements.map((each) => [each.id, each]));
    for (const [id, { credentialsSetAt }] of running) {
      if (wanted.get(id) && +(wanted.get(id)?.credentialsSetAt ?? 0) === credentialsSetAt) continue;
      await end(id);
      if (!wanted.has(id)) await locks.release(lockOf(id));
    }
    for (const management of managements.filter(({ id }) => !running.has(id))) {
      await begin(management).catch((error: unknown) =>
        deps.log.warn({ management: management.name, error: String(error) }, "it cannot be watched yet"),
      );
    }
  }

  while (!signal.aborted) {
    await look().catch((error: unknown) =>
      deps.log.debug(
        { error: String(error) },
        "management clusters could not be listed; what is watched goes on",
      ),
    );
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all([...running.keys()].map(end));
  await notices.settled();
  await locks.stop();
}
