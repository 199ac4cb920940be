import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { Controller, ControllerDeps } from "../runtime/controller.ts";
import type { ClusterEvent } from "../runtime/event-recorder.ts";
import { millis } from "../runtime/timestamp.ts";

const TTL_MS = HOUR_MS; // as the API server's --event-ttl
const SWEEP_EVERY_MS = 5 * MINUTE_MS;
const LEAST_REAL_MS = 500; // however fast the clock
const MOST = 5_000; // a day at 600x writes more in an hour of its time than a person reads

const saidAt = (event: ClusterEvent): number =>
  millis(event.lastTimestamp) ?? millis(event.metadata.creationTimestamp) ?? 0;

/** Events last an hour, and no more than 5,000 of them are kept. */
export function eventExpiry({ api, clock }: ControllerDeps): Controller {
  return {
    name: "event-expiry",
    keysOf: () => [],
    allKeys: () => ["sweep"],
    async reconcile() {
      const oldestKept = +clock.now() - TTL_MS;
      const newestFirst = api.list<ClusterEvent>("events").toSorted((a, b) => saidAt(b) - saidAt(a));
      for (const [at, event] of newestFirst.entries()) {
        if (at < MOST && saidAt(event) >= oldestKept) continue;
        await api.delete("events", event.metadata.namespace, event.metadata.name);
      }
      return { requeueAfterMs: Math.max(SWEEP_EVERY_MS, LEAST_REAL_MS * clock.rate) };
    },
  };
}
