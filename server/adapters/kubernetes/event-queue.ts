import type { Logger } from "#server/adapters/log.ts";
import type { KubeObject } from "#server/domain/kubernetes.ts";
import type { KubeClient } from "./client.ts";
import { createEvent, type EventNote } from "./event.ts";

export interface EventQueue {
  /** Resolves as soon as there is room for it; it is written after, in order of arrival. */
  add(object: KubeObject, note: EventNote): Promise<void>;
  /** Resolves when all is written, or when the time is over. */
  drain(withinMs: number): Promise<void>;
}

const MOST = 20_000; // some ten megabytes
const AT_ONCE = 8;
const AT_ONCE_BESIDE = 1; // releases at full speed must not wait for courtesies
const AT_ONCE_DRAINING = 16;

interface EventQueueOptions {
  /** How many may wait at most. */
  most?: number;
  /** How many may wait while it is not busy: a kill loses what waits. */
  near?: number;
  isBusy?: () => boolean;
}

/**
 * Events are written behind the work they tell of, one at a time while `isBusy`. One that cannot be written is a warning, and holds
 * up nothing.
 */
export function createEventQueue(
  kube: KubeClient,
  log: Pick<Logger, "warn">,
  { most = MOST, near = most, isBusy = () => false }: EventQueueOptions = {},
): EventQueue {
  let waiting: { object: KubeObject; note: EventNote }[] = [];
  let next = 0;
  let writers = 0;
  let draining = false;
  let closed = false;
  const full: (() => void)[] = [];
  const drained: (() => void)[] = [];

  const left = () => waiting.length - next;
  const atOnce = () => {
    if (draining) return AT_ONCE_DRAINING;
    return isBusy() ? AT_ONCE_BESIDE : AT_ONCE;
  };

  async function write(): Promise<void> {
    writers += 1;
    while (writers <= atOnce()) {
      const one = take();
      if (!one) break;
      try {
        await createEvent(kube, one.object, one.note);
      } catch (err) {
        log.warn({ err }, "an Event could not be written");
      }
      start();
    }
    writers -= 1;
    if (writers === 0) for (const resolve of drained.splice(0)) resolve();
  }

  function take() {
    const one = waiting[next];
    if (!one) return undefined;
    next += 1;
    if (next >= 1_000) {
      waiting = waiting.slice(next);
      next = 0;
    }
    full.shift()?.();
    return one;
  }

  const start = () => {
    while (writers < Math.min(atOnce(), left())) void write();
  };

  return {
    async add({ apiVersion, kind, metadata }, note) {
      while (left() >= (isBusy() ? most : Math.min(most, near)))
        await new Promise<void>((resolve) => full.push(resolve));
      if (closed) return log.warn({ job: metadata.name, reason: note.reason }, "too late for an Event");
      const { name, namespace, uid, resourceVersion } = metadata;
      waiting.push({
        object: { apiVersion, kind, metadata: { name, namespace, uid, resourceVersion } },
        note,
      });
      start();
    },
    async drain(withinMs) {
      draining = true;
      start();
      let timer: NodeJS.Timeout | undefined;
      const timeOver = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
      if (writers > 0) await Promise.race([new Promise<void>((resolve) => drained.push(resolve)), timeOver]);
      clearTimeout(timer);
      closed = true;
      if (left() > 0) log.warn({ events: left() }, "Events were not written in time");
      next = waiting.length;
      full.splice(0).forEach((resolve) => resolve());
    },
  };
}
