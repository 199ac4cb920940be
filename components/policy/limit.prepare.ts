import { percent } from "#charts/format.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";

/** The cleanest third of what a grid did lately, rounded to 10 g; 200 where nothing is known. */
export function suggestLimit(zone: Pick<ZoneView, "recent"> | undefined): number {
  const grams = zone?.recent.map(({ gramsPerKwh }) => gramsPerKwh).toSorted((a, b) => a - b) ?? [];
  const third = grams[Math.floor(grams.length / 3)];
  return third === undefined ? 200 : Math.max(10, Math.round(third / 10) * 10);
}

/** How often a grid was at or under a limit lately: the number that tells whether the limit means anything. */
export function limitHelp(limit: number | undefined, zones: readonly ZoneView[]): string {
  const base = "At or under it a Job starts at once.";
  const shares = zones
    .filter(({ recent }) => recent.length > 0)
    .slice(0, 2)
    .map(({ name, recent }) => {
      const under = recent.filter(({ gramsPerKwh }) => limit !== undefined && gramsPerKwh <= limit).length;
      return `${name} ${percent((100 * under) / recent.length)}`;
    });
  return shares.length === 0 || limit === undefined
    ? base
    : `${base} Of the last 48\u00a0h: ${shares.join(", ")}.`;
}
