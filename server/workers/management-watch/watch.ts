import { setTimeout as sleep } from "node:timers/promises";
import { createKubeClient } from "#server/adapters/kubernetes/client.ts";
import { changedConditions } from "#server/domain/cluster/cluster-api/changed-conditions.ts";
import { OWNER_LABEL } from "#server/domain/cluster/cluster-api/plan-object.ts";
import {
  readWatched,
  titleOf,
  type WatchedCluster,
} from "#server/domain/cluster/cluster-api/watched-cluster.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { ManagementWatchDeps } from "./deps.ts";
import type { Notices } from "./notice.ts";

const CLUSTERS = "/apis/cluster.x-k8s.io/v1beta2/clusters";
const BEAT_MS = 3_000;
const TIMING = {
  idleMs: 150_000, // bookmarks come about once a minute
  maxDelayMs: 5_000, // one watch is no load, and a person may be looking on
};

interface Watched {
  id: string;
  name: string;
  kubeconfig: string;
}

/**
 * Follows our Cluster objects of one management cluster until the signal aborts. It says that it is live only while it is: not while
 * it connects, nor after a break until the watch is open again. A relist tells what turned meanwhile.
 */
export async function watchManagement(
  deps: ManagementWatchDeps,
  notices: Notices,
  { id, name, kubeconfig }: Watched,
  signal: AbortSignal,
): Promise<void> {
  const seen = createSeen(id, notices);
  const liveness = createLiveness(deps, id);
  const kube = createKubeClient(kubeconfig);
  const beating = liveness.beatUntil(signal);
  try {
    await kube.listWatch<KubeObject>(CLUSTERS, {
      query: { labelSelector: OWNER_LABEL },
      signal,
      project: lean,
      timing: { ...TIMING, ...deps.timing },
      onList: (objects) => seen.list(objects),
      onEvent: (type, object) => (type === "DELETED" ? seen.gone(object) : seen.look(object)),
      onOpen: () => {
        if (liveness.set(true)) deps.log.info({ management: name }, "its clusters are watched");
      },
      onError: (error, attempt) => {
        if (liveness.set(false) || attempt === 1)
          deps.log.warn({ management: name, error: String(error) }, "its watch broke; it is taken up again");
      },
    });
  } finally {
    liveness.set(false);
    await kube.close();
    await beating;
  }
}

/** What the watch last saw of each object, by its title. */
function createSeen(managementId: string, notices: Notices) {
  const seen = new Map<string, WatchedCluster>();

  function look(object: KubeObject): void {
    const now = readWatched(object);
    if (!now) return;
    const before = seen.get(now.title);
    seen.set(now.title, now);
    if (before?.mark === now.mark) return;
    const { clusterId, title, conditions } = now;
    const changes = changedConditions(before?.conditions, conditions);
    notices.add({ clusterId, managementId, title, changes, isFirst: before === undefined });
  }

  function forget(title: string): void {
    const last = seen.get(title);
    seen.delete(title);
    if (last) notices.add({ clusterId: last.clusterId, managementId, title, changes: [], isFirst: false });
  }

  return {
    look,
    gone: ({ metadata }: KubeObject): void => forget(titleOf(metadata)),
    list(objects: readonly KubeObject[]): void {
      const listed = new Set(objects.map(({ metadata }) => titleOf(metadata)));
      for (const title of seen.keys()) if (!listed.has(title)) forget(title);
      objects.forEach(look);
    },
  };
}

/** Tells the other workers, by a beat in the database, that this watch is live. */
function createLiveness({ watchBeats, live: pages, log }: ManagementWatchDeps, id: string) {
  let live = false;
  const say = async (): Promise<void> => {
    try {
      await (live ? watchBeats.beat(id) : watchBeats.forget(id));
    } catch (error) {
      log.debug({ management: id, error: String(error) }, "no beat of a watch");
    }
  };
  let saying = Promise.resolve();
  const sayInTurn = (): Promise<void> => (saying = saying.then(say));
  return {
    /** True when that is news. */
    set(next: boolean): boolean {
      if (live === next) return false;
      live = next;
      void sayInTurn()
        .then(() => pages.publish("settings"))
        .catch(() => undefined); // the database is away; pages ask again when it is back
      return true;
    },
    async beatUntil(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        if (live) await sayInTurn();
        await sleep(BEAT_MS, undefined, { signal }).catch(() => undefined);
      }
      live = false;
      await sayInTurn();
    },
  };
}

/** Memory stays flat: who managed which field, and the conditions of old, are of no use here. */
function lean({ apiVersion, kind, metadata, spec, status }: KubeObject): KubeObject {
  const { managedFields: _, ...kept } = metadata as KubeObject["metadata"] & { managedFields?: unknown };
  return { apiVersion, kind, metadata: kept, spec, status };
}
