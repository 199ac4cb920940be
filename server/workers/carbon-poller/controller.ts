import { RECORDED_ZONES } from "#server/adapters/carbon/recorded.ts";
import type { CarbonHttp } from "#server/adapters/carbon/http.ts";
import type { CarbonRepo } from "#server/adapters/db/carbon.ts";
import type { Live } from "#server/adapters/db/live.ts";
import type { Clock } from "#server/domain/clock.ts";
import { SourceError } from "#server/domain/carbon/source.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import { UserError, Waiting } from "#server/domain/errors.ts";
import type { Reconciler } from "../runtime/reconciler.ts";
import { nextPollMs } from "./next-poll.ts";
import { pollZone } from "./poll.ts";
import { createSources, type MakeSource } from "./sources.ts";

export interface CarbonPollerDeps {
  carbon: CarbonRepo;
  carbonHttp: CarbonHttp;
  live: Pick<Live, "publish">;
  clock: Clock;
  /** Called after a zone has new readings or a new forecast: to carry its CarbonScore to the clusters there. */
  onSignal: (zone: string) => Promise<void>;
  /** Tests only. */
  makeSource?: MakeSource;
}

/** Key = zone. Reads its source just after each slot, keeps readings and forecast, and says what went wrong on the zone itself. */
export function carbonPoller({
  carbon,
  carbonHttp,
  live,
  clock,
  onSignal,
  makeSource,
}: CarbonPollerDeps): Reconciler {
  const sourceOf = createSources(carbon, { clock, http: carbonHttp }, makeSource);

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
      try {
        const source = await sourceOf(setting);
        const { newest, changed } = await pollZone(carbon, zone, source, now, signal);
        await carbon.notePoll(zone, now);
        const standIn = source.standIn?.();
        if (standIn !== undefined) await carbon.noteFailure(zone, now, standIn);
        if (changed || setting.failure?.message !== standIn) await live.publish("carbon");
        if (changed) await onSignal(zone);
        return { requeueAfterMs: nextPollMs(newest, clock.now()) };
      } catch (error) {
        signal.throwIfAborted();
        await noteFailure(setting, error, now);
        throw error instanceof SourceError && error.retryAfterMs !== undefined
          ? new Waiting("AskedTooOften", error.message, error.retryAfterMs * clock.rate)
          : error;
      }
    },
  };

  /** The source's and the setting's faults are the zone's; a database that is away is not. */
  async function noteFailure({ zone, failure }: ZoneSetting, error: unknown, now: Date): Promise<void> {
    if (!(error instanceof SourceError || error instanceof UserError)) return;
    await carbon.noteFailure(zone, now, error.message);
    if (failure?.message !== error.message) await live.publish("carbon");
  }
}
