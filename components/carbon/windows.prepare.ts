import { meanOver } from "#server/domain/carbon/mean-over.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";

export interface WindowRow {
  opensAt: Date;
  closesAt: Date;
  /** g/kWh */
  lowest: number;
  /** Of what is left of it; null where that is not foreseen. */
  mean: number | null;
}

/** What is still to come of each window, in order of time. A stale zone has none: its windows decide nothing. */
export function windowRows({ windows, forecast, stale }: ZoneView, now: Date): WindowRow[] {
  if (stale || !forecast) return [];
  return windows
    .filter(({ closesAt }) => closesAt > now)
    .map(({ opensAt, closesAt, lowestGramsPerKwh }) => ({
      opensAt,
      closesAt,
      lowest: lowestGramsPerKwh,
      mean: meanOver(forecast, opensAt > now ? opensAt : now, closesAt)?.gramsPerKwh ?? null,
    }));
}

/** What makes an hour a window here, or why there is none. */
export function windowRule(zone: ZoneView): string {
  const { limit, windows, latest, stale, forecast } = zone;
  if (!latest) return "No reading yet, so no window is known.";
  if (stale) return "The newest reading is too old to tell windows by.";
  if (!forecast) return "No forecast is known, so no window is.";
  if (limit) {
    const rule = `at or under the limit of ${Math.round(limit.gramsPerKwh)}\u00a0g/kWh of ${limit.policy}`;
    return windows.length > 0 ? `Hours ${rule}, as foreseen.` : `No hour ahead is foreseen ${rule}.`;
  }
  return windows.length > 0
    ? "No policy sets a limit: the cleanest third of the next 24\u00a0h, as foreseen."
    : "The next 24\u00a0h are much alike: there is little to wait for.";
}
