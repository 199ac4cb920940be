import { RECORDED_ZONES } from "#server/adapters/carbon/recorded.ts";
import type { CarbonRepo } from "#server/adapters/db/carbon.ts";
import type { Live } from "#server/adapters/db/live.ts";
import { HOUR_MS } from "#server/domain/clock.ts";
import type { Reconciler } from "../runtime/reconciler.ts";
import { backfillZone } from "./backfill.ts";
import { pollInOrder } from "./failover.ts";
import { nextPollMs } from "./next-poll.ts";
import { createPauses } from "./pauses.ts";
import { createSources, type MakeSource, type SourcesDeps } from "./sources.ts";

export interface CarbonPollerDeps extends SourcesDeps {
  carbon: CarbonRepo;
  live: Pick<Live, "publish">;
  /** Called after a zone has new readings or a new forecast: to carry its CarbonScore to the clusters there. */
  onSignal: (zone: string) => Promise<void>;
  /** Tests only. */
  makeSource?: MakeSource;
}

/** Key = zone. Reads its sources just after each slot, keeps readings and forecast, and says what went wrong on the source itself. */
export function carbonPoller({ makeSource, ...deps }: CarbonPollerDeps): Reconciler {
  const { carbon, live, clock, onSignal } = deps;
  const sourceOf = createSources(deps, makeSource);
  const pauses = createPauses();

  return {
    name: "carbon-poller",
    async keys() {
      await carbon.ensureDefaultZones(RECORDED_ZONES, clock.now());
      return (await carbon.zones()).map(({ zone }) => zone);
    },
    async reconcile(zone, signal) {
      const setting = await carbon.findZone(zone);
      if (!setting) return undefined;
      const now = clock.now();
      const { source, polled, turned, error } = await pollInOrder(
        { carbon, clock, pauses, sourceOf },
        setting,
        now,
        signal,
      );
      if (polled.changed || turned) await live.publish("carbon");
      if (error || !source) throw error ?? new Error(`No source of ${zone} was asked.`);
      if (polled.changed || turned) await onSignal(zone);
      const past = { source, stepMs: polled.newest?.stepMs ?? HOUR_MS };
      if (await backfillZone({ carbon, pauses }, setting, past, now, signal)) await live.publish("carbon");
      return { requeueAfterMs: nextPollMs(polled.newest, clock.now()) };
    },
  };
}
