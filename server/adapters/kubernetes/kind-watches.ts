import { setTimeout as sleep } from "node:timers/promises";
import { kinOf, waitsByOwner, type Kin } from "#server/domain/job/lineage.ts";
import { standInOf } from "#server/domain/job/stand-in.ts";
import type { SuspendableKind } from "#server/domain/job/suspendable-kinds.ts";
import type { Job, KubeObject } from "#server/domain/kubernetes.ts";
import { isNotFound } from "./api-error.ts";
import type { KubeClient } from "./client.ts";
import { collectionOf, servedKinds } from "./kinds.ts";
import type { WatchTiming } from "./watch.ts";

const RETRY_MS = 500;
const LOOK_EVERY_MS = 15_000; // how long a CRD that is installed later stays unnoticed

/** As much of an object as its key is made of. */
export type Named = Pick<Job, "apiVersion" | "kind" | "metadata">;
export interface KindWatches {
  /** Resolves when the cluster has said which kinds it has, and each of them was listed once or refused. */
  readonly synced: Promise<void>;
  /** Resolves when all has ended, after the abort. */
  readonly stopped: Promise<void>;
  waitsByOwner: (job: Job) => boolean | undefined;
}
interface Options {
  kube: KubeClient;
  signal: AbortSignal;
  /** An object of any of the kinds, as the Job that stands for it. */
  onObject: (job: Job) => void;
  onGone: (named: Named) => void;
  /** It is known now, or has turned, whether a person asked for carbon-awareness on one: what it made may belong in, or not any more. */
  onKin: (isNew: boolean) => void;
  onKind: (kind: string, isOn: boolean) => void;
  onError: (path: string, error: unknown, attempt: number) => void;
  project: <T extends KubeObject>(object: T) => T;
  timing?: Partial<WatchTiming>;
  lookEveryMs?: number;
}

/** One watch a kind, for as long as the cluster has it: a CRD that is installed later turns its kind on, one that goes turns it off. */
export function watchKinds({
  kube,
  signal,
  timing,
  lookEveryMs = LOOK_EVERY_MS,
  ...on
}: Options): KindWatches {
  const kin = new Map<string, Kin>();
  const running = new Map<string, Promise<void>>();

  /** Resolves after its first list, its first failure or its end: a kind that may not be read must not hold up the others. */
  function start(kind: SuspendableKind): Promise<void> {
    const path = collectionOf(kind);
    const stop = new AbortController();
    const there = new Map<string, Named>();
    const set = (object: KubeObject) => {
      const { uid = "", name, namespace } = object.metadata;
      const [before, now] = [kin.get(uid), kinOf(object)];
      there.set(uid, { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { uid, name, namespace } });
      kin.set(uid, now);
      if (before?.aware !== now.aware) on.onKin(before === undefined);
      on.onObject(standInOf(object, kind));
    };
    const remove = ({ metadata: { uid = "" } }: Pick<KubeObject, "metadata">) => {
      const named = there.get(uid);
      there.delete(uid);
      kin.delete(uid);
      if (named) on.onGone(named);
    };
    async function endOf(watch: Promise<void>, resolve: () => void): Promise<void> {
      await watch;
      resolve();
      running.delete(kind.kind);
      if (signal.aborted) return;
      for (const named of there.values()) remove(named);
      on.onKind(kind.kind, false);
    }
    return new Promise((resolve) => {
      const watch = kube.listWatch<KubeObject>(path, {
        signal: AbortSignal.any([signal, stop.signal]),
        timing,
        project: on.project,
        onList: (objects) => {
          const listed = new Set(objects.map(({ metadata }) => metadata.uid));
          for (const [uid, named] of there) if (!listed.has(uid)) remove(named);
          objects.forEach(set);
          resolve();
        },
        onEvent: (type, object) => (type === "DELETED" ? remove : set)(object),
        onError: (error, attempt) => {
          on.onError(path, error, attempt);
          if (isNotFound(error)) stop.abort();
          resolve();
        },
      });
      running.set(kind.kind, endOf(watch, resolve));
      on.onKind(kind.kind, true);
    });
  }

  async function look(): Promise<void> {
    const served = await servedKinds(kube, signal);
    await Promise.all(served.filter(({ kind }) => !running.has(kind)).map(start));
  }

  /** Where the cluster does not answer it is asked again soon. */
  async function keepLooking(synced: () => void): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await look();
        failures = 0;
        synced();
      } catch (error) {
        if (signal.aborted) break;
        on.onError("/apis", error, (failures += 1));
      }
      const pauseMs = failures > 0 ? Math.min(lookEveryMs, RETRY_MS * 2 ** (failures - 1)) : lookEveryMs;
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
    await Promise.all(running.values());
  }

  let stopped = Promise.resolve();
  const firstLook = new Promise<void>((resolve) => {
    stopped = keepLooking(resolve);
  });
  return {
    synced: firstLook,
    stopped,
    waitsByOwner: (job) => waitsByOwner(job, (uid) => kin.get(uid)),
  };
}
