import type { KubeClient } from "#server/adapters/kubernetes/client.ts";
import { HOUR_MS, type Clock } from "#server/domain/clock.ts";
import { MEMORY_MS } from "#server/domain/carbon/forecaster.ts";
import { foresee } from "#server/domain/carbon/foresee.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import { DECIDE_RECENT_MS, type CarbonSignal } from "#server/domain/carbon/signal.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { Waiting } from "#server/domain/errors.ts";
import { nextPollMs } from "../carbon-poller/next-poll.ts";
import { applyScore } from "../policy-rollout/apply-score.ts";
import type { Reconciler } from "../runtime/reconciler.ts";

const OVERLAP_MS = 6 * HOUR_MS; // asked again, since a source fills its gaps late

/**
 * Key = zone. Where no control plane does it, the leader itself reads the source and writes the zone's CarbonScore: the newest
 * reading, the days before, and the next 48 h by the source's own forecast or ours. Its memory is its own: 21 weeks at most.
 */
export function scoreWriter({
  kube,
  source,
  clock,
}: {
  kube: KubeClient;
  source: CarbonIntensitySource;
  clock: Clock;
}): Reconciler {
  const readings = new Map<number, Intensity>();
  let newest = -Infinity;

  async function learn(zone: string, now: Date, signal: AbortSignal): Promise<Intensity[]> {
    const memory = +now - MEMORY_MS;
    const from = new Date(Math.max(memory, newest - OVERLAP_MS));
    for (const reading of await source.history(zone, { from, to: now }, signal)) {
      readings.set(+reading.startsAt, reading);
      newest = Math.max(newest, +reading.startsAt);
    }
    for (const at of readings.keys()) if (at < memory) readings.delete(at);
    return [...readings.values()].toSorted((a, b) => +a.startsAt - +b.startsAt);
  }

  return {
    name: "score-writer",
    async reconcile(zone, signal) {
      const now = clock.now();
      try {
        const known = await learn(zone, now, signal);
        const own = await source.forecast(zone, signal);
        const score: CarbonSignal = {
          zone,
          kind: source.signalKind,
          provenance: source.provenance,
          latest: known.at(-1),
          recent: known.filter(({ startsAt }) => +now - +startsAt <= DECIDE_RECENT_MS),
          forecast: own ?? foresee(known, now)?.forecast,
        };
        await applyScore(kube, score, signal);
        return { requeueAfterMs: nextPollMs(score.latest, now) };
      } catch (error) {
        const later = error instanceof SourceError ? error.retryAfterMs : undefined;
        throw later === undefined
          ? error
          : new Waiting("AskedTooOften", (error as Error).message, later * clock.rate);
      }
    },
  };
}
