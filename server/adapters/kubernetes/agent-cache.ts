import type { CarbonSignal } from "#server/domain/carbon/signal.ts";
import { ANNOTATION } from "#server/domain/job/annotations.ts";
import { annotationsOf, isCarbonAware, keyOf } from "#server/domain/job/facts.ts";
import type { ClusterView } from "#server/domain/job/input.ts";
import { suspendableOwnerOf } from "#server/domain/job/lineage.ts";
import type { ForbiddingCronJob } from "#server/domain/job/overlap.ts";
import { shapedBy, UNSHAPED, type Shaping } from "#server/domain/job/shaping.ts";
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
import { watchKinds, type Named } from "./kind-watches.ts";
import type { WatchTiming } from "./watch.ts";

export interface AgentCache extends ClusterView {
  /** Carbon-aware Jobs, and those that stand for objects of other kinds, by the key that keyOf gives. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** One a zone. */
  readonly signals: Iterable<CarbonSignal>;
  /** The flags', as far as the namespace karbonetes-system does not say otherwise. */
  readonly shaping: Shaping;
  /** Resolves when everything has been listed once: before that nothing may be decided. */
  readonly synced: Promise<void>;
  /** Resolves when the watches have ended, after the abort. */
  readonly stopped: Promise<void>;
}
interface Options {
  kube: KubeClient;
  /** Where the namespace karbonetes-system names none. */
  clusterZone: string;
  /** Where the namespace says nothing of it. */
  shaping?: Shaping;
  /** This agent never touches a Job, whatever the cluster says. */
  dryRun?: boolean;
  signal: AbortSignal;
  onJob: (key: string) => void;
  onJobGone: (job: Job) => void;
  /** A policy, a score, the pause, the dry run, the zone or the shaping turned: every decision may. */
  onChange: () => void;
  /** A sentence of what the namespace says and is ignored; once each time it turns. */
  onIgnored?: (sentence: string) => void;
  /** A kind beside Job is watched from now on, or not any more. */
  onKind?: (kind: string, isOn: boolean) => void;
  onError: (path: string, error: unknown, attempt: number) => void;
  timing?: Partial<WatchTiming>;
}

/** All that an agent decides on, kept by five watches and one for each suspendable kind that the cluster has beside Job. */
export function createAgentCache({
  kube,
  clusterZone,
  shaping = UNSHAPED,
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
  let system = parseSystem(undefined);
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

  /** Made by something that waits itself, or whose maker is not known yet: none of ours until that turns. */
  const apart = new Map<string, Job>();
  const setJob = (job: Job) => {
    const key = keyOf(job);
    const isOurs = isCarbonAware(job);
    const isApart = isOurs && !isHeld(job) && kinds.waitsByOwner(job) !== false;
    if (isApart) apart.set(key, job);
    else apart.delete(key);
    if (isOurs && !isApart) {
      jobs.set(key, job);
      history.set(job);
    } else if (!forget(key)) return;
    on.onJob(key);
  };
  const forget = (key: string): Job | undefined => {
    const job = jobs.get(key);
    if (job) history.remove(job);
    jobs.delete(key);
    return job;
  };
  const removeJob = (named: Named) => {
    const key = keyOf(named);
    apart.delete(key);
    const job = forget(key);
    if (job) on.onJobGone(job);
  };
  const kinds = watchKinds({
    kube,
    signal,
    timing,
    project: withoutManagedFields,
    onObject: setJob,
    onGone: removeJob,
    onKin: (isNew) => {
      const turned = isNew ? [] : [...jobs.values()].filter((job) => suspendableOwnerOf(job));
      [...apart.values(), ...turned].forEach(setJob);
    },
    onKind: (kind, isOn) => on.onKind?.(kind, isOn),
    onError: on.onError,
  });
  const keepJobs = keep<Job>(JOBS_PATH, {
    set: setJob,
    remove: removeJob,
    replace: (all) => {
      const there = new Set(all.map(keyOf));
      for (const known of [jobs, apart])
        for (const [key, job] of known) if (!job.origin && !there.has(key)) removeJob(job);
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
    const before = system;
    system = parseSystem(namespace);
    const { ignored } = system.shaping;
    ignored
      .filter((sentence) => !before.shaping.ignored.includes(sentence))
      .forEach((sentence) => on.onIgnored?.(sentence));
    if (JSON.stringify(before) !== JSON.stringify(system)) on.onChange();
  };

  const synced = Promise.all([
    kinds.synced,
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
    stopped: Promise.all([...watches, kinds.stopped]).then(() => undefined),
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
    get shaping() {
      return shapedBy(system.shaping, shaping);
    },
    signalOf: (zone) => [...signals.values()].find((known) => known.zone === zone),
    lengthsOf: history.lengthsOf,
    cronJobOf: (uid) => cronJobs.get(uid),
    waitsByOwner: kinds.waitsByOwner,
  };
}

/** Whatever is said of it later, one that we hold is ours to let go. */
const isHeld = (job: Job): boolean =>
  job.spec.suspend === true && annotationsOf(job)[ANNOTATION.state] === "held";

function withoutManagedFields<T extends KubeObject>(object: T): T {
  const { managedFields: _, ...metadata } = object.metadata as KubeObject["metadata"] & {
    managedFields?: unknown;
  };
  return { ...object, metadata };
}
