import type { CarbonSignal } from "#server/domain/carbon/signal.ts";
import { isCarbonAware, keyOf } from "#server/domain/job/facts.ts";
import type { ClusterView } from "#server/domain/job/input.ts";
import type { ForbiddingCronJob } from "#server/domain/job/overlap.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import type { ClusterPolicy } from "#server/domain/policy/match.ts";
import { SYSTEM_NAMESPACE } from "#server/domain/policy/spec.ts";
import type { KubeClient } from "./client.ts";
import {
  NAMESPACES_PATH,
  parsePolicy,
  parseScore,
  parseSystem,
  POLICIES_PATH,
  SCORES_PATH,
} from "./cluster-view.ts";
import { CRON_JOBS_PATH, parseForbidding } from "./cron-job.ts";
import { JOBS_PATH } from "./job.ts";
import { createJobHistory } from "./job-history.ts";
import type { WatchTiming } from "./watch.ts";

export interface AgentCache extends ClusterView {
  /** Carbon-aware Jobs by "namespace/name". */
  readonly jobs: ReadonlyMap<string, Job>;
  /** One a zone. */
  readonly signals: Iterable<CarbonSignal>;
  /** Resolves when everything has been listed once: before that nothing may be decided. */
  readonly synced: Promise<void>;
  /** Resolves when the watches have ended, after the abort. */
  readonly stopped: Promise<void>;
}
interface Options {
  kube: KubeClient;
  /** Where the namespace karbonetes-system names none. */
  clusterZone: string;
  /** This agent never touches a Job, whatever the cluster says. */
  dryRun?: boolean;
  signal: AbortSignal;
  onJob: (key: string) => void;
  onJobGone: (job: Job) => void;
  /** A policy, a score, the pause, the dry run or the zone turned: every decision may. */
  onChange: () => void;
  onError: (path: string, error: unknown, attempt: number) => void;
  timing?: Partial<WatchTiming>;
}

/** All that an agent decides on, kept by five watches. */
export function createAgentCache({
  kube,
  clusterZone,
  dryRun = false,
  signal,
  timing,
  ...on
}: Options): AgentCache {
  const jobs = new Map<string, Job>();
  const history = createJobHistory();
  const cronJobs = new Map<string, ForbiddingCronJob>();
  const policies = new Map<string, ClusterPolicy>();
  const signals = new Map<string, CarbonSignal>();
  const system = { paused: false, dryRun: false, zone: undefined as string | undefined };
  const watches: Promise<void>[] = [];

  /** One watch into one map; resolves after its first list. */
  function keep<T extends KubeObject>(
    path: string,
    take: { set: (object: T) => void; remove: (object: T) => void; replace: (objects: T[]) => void },
    query?: Record<string, string>,
  ): Promise<void> {
    return new Promise((resolve) => {
      const watch = kube.listWatch<T>(path, {
        query,
        signal,
        timing,
        project: withoutManagedFields,
        onError: (error, attempt) => on.onError(path, error, attempt),
        onList: (objects) => {
          take.replace(objects);
          resolve();
        },
        onEvent: (type, object) => (type === "DELETED" ? take.remove : take.set)(object),
      });
      watches.push(watch);
    });
  }

  const setJob = (job: Job) => {
    const key = keyOf(job);
    if (isCarbonAware(job)) {
      jobs.set(key, job);
      history.set(job);
    } else if (!forget(job)) return;
    on.onJob(key);
  };
  const forget = (job: Job): boolean => {
    history.remove(job);
    return jobs.delete(keyOf(job));
  };
  const removeJob = (job: Job) => {
    if (forget(job)) on.onJobGone(job);
  };
  const keepJobs = keep<Job>(JOBS_PATH, {
    set: setJob,
    remove: removeJob,
    replace: (all) => {
      const there = new Set(all.map(keyOf));
      for (const [key, job] of jobs) if (!there.has(key)) removeJob(job);
      all.forEach(setJob);
    },
  });

  /** For objects that are few: each change turns everything. */
  function mirror<V>(map: Map<string, V>, parse: (object: KubeObject) => V | undefined) {
    const put = (object: KubeObject) => {
      const value = parse(object);
      if (value === undefined) map.delete(keyOf(object));
      else map.set(keyOf(object), value);
    };
    return {
      set: (object: KubeObject) => {
        const before = JSON.stringify(map.get(keyOf(object)));
        put(object);
        if (JSON.stringify(map.get(keyOf(object))) !== before) on.onChange(); // a status turns nothing
      },
      remove: (object: KubeObject) => {
        map.delete(keyOf(object));
        on.onChange();
      },
      replace: (objects: KubeObject[]) => {
        map.clear();
        objects.forEach(put);
        on.onChange();
      },
    };
  }

  /** For a warning only: none of them turns a decision, and nothing waits until they are known. */
  const setCronJob = (object: KubeObject) => {
    const { uid = "" } = object.metadata;
    const forbidding = parseForbidding(object);
    if (forbidding) cronJobs.set(uid, forbidding);
    else cronJobs.delete(uid);
  };
  void keep<KubeObject>(CRON_JOBS_PATH, {
    set: setCronJob,
    remove: ({ metadata }) => void cronJobs.delete(metadata.uid ?? ""),
    replace: (all) => {
      cronJobs.clear();
      all.forEach(setCronJob);
    },
  });

  const setSystem = (namespace: KubeObject | undefined) => {
    const before = { ...system };
    Object.assign(system, parseSystem(namespace));
    if (JSON.stringify(before) !== JSON.stringify(system)) on.onChange();
  };

  const synced = Promise.all([
    keepJobs,
    keep(POLICIES_PATH, mirror(policies, parsePolicy)),
    keep(SCORES_PATH, mirror(signals, parseScore)),
    keep<KubeObject>(
      NAMESPACES_PATH,
      {
        set: setSystem,
        remove: () => setSystem(undefined),
        replace: ([namespace]) => setSystem(namespace),
      },
      { fieldSelector: `metadata.name=${SYSTEM_NAMESPACE}` },
    ),
  ]);

  return {
    jobs,
    get signals() {
      return signals.values();
    },
    synced: synced.then(() => undefined),
    stopped: Promise.all(watches).then(() => undefined),
    get policies() {
      return policies.values();
    },
    get paused() {
      return system.paused;
    },
    get dryRun() {
      return dryRun || system.dryRun;
    },
    get zone() {
      return system.zone ?? clusterZone;
    },
    signalOf: (zone) => [...signals.values()].find((known) => known.zone === zone),
    lengthsOf: history.lengthsOf,
    cronJobOf: (uid) => cronJobs.get(uid),
  };
}

function withoutManagedFields<T extends KubeObject>(object: T): T {
  const { managedFields: _, ...metadata } = object.metadata as KubeObject["metadata"] & {
    managedFields?: unknown;
  };
  return { ...object, metadata };
}
