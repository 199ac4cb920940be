import { intensity, percent } from "#charts/format.ts";
import type { GreenLine, SeriesView, ZoneSeries } from "#server/domain/carbon/history-view.ts";
import type { SignalKind } from "#server/domain/carbon/intensity.ts";
import { RANGE_WORDS } from "#server/domain/carbon/range.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";

/** Zones that may share an axis: one group a signal, in the order in which they were asked for. */
export function signalGroups(zones: readonly ZoneView[]): { kind: SignalKind; zones: ZoneView[] }[] {
  return (["average", "marginal"] as const)
    .map((kind) => ({ kind, zones: zones.filter(({ signalKind }) => signalKind === kind) }))
    .filter((group) => group.zones.length > 0);
}

/** The answer of the page, from the means of the range. */
export function comparisonSentence({ zones, range }: SeriesView, nameOf: (zone: string) => string): string {
  const known = zones
    .flatMap(({ zone, summary }) => (summary ? [{ zone, mean: summary.mean }] : []))
    .toSorted((a, b) => a.mean - b.mean);
  const [cleanest, ...others] = known;
  const dirtiest = others.at(-1);
  const last = `the last ${RANGE_WORDS[range]}`;
  if (!cleanest) return `Nothing was read in ${last}.`;
  if (!dirtiest)
    return `${nameOf(cleanest.zone)} was at ${intensity(cleanest.mean)} on average over ${last}.`;
  const cleaner = percent(100 * (1 - cleanest.mean / dirtiest.mean));
  return `Over ${last} ${nameOf(cleanest.zone)} was ${cleaner} cleaner than ${nameOf(dirtiest.zone)}.`;
}

/** What a green hour is here: one line for all, so that shares can be compared. */
export function lineSentence(line: GreenLine | null): string {
  if (!line) return "";
  const grams = intensity(line.gramsPerKwh);
  return line.policy
    ? `Green here is at or under ${grams}, the limit of the policy ${line.policy}.`
    : `No policy sets a limit for these zones; green here is at or under ${grams}, the mean of what is shown.`;
}

export interface CompareRow {
  zone: string;
  now: string;
  mean: string;
  lowest: string;
  highest: string;
  green: string;
}

const MISSING = "–";

/** Five numbers a zone; what is not known is a dash. */
export function compareRow(series: ZoneSeries, zone: ZoneView | undefined): CompareRow {
  const { summary, greenShare } = series;
  const whole = (grams: number | undefined) => (grams === undefined ? MISSING : String(Math.round(grams)));
  return {
    zone: series.zone,
    now: zone?.stale ? "stale" : whole(zone?.latest?.gramsPerKwh),
    mean: whole(summary?.mean),
    lowest: whole(summary?.lowest.gramsPerKwh),
    highest: whole(summary?.highest.gramsPerKwh),
    green: greenShare === null ? MISSING : percent(100 * greenShare),
  };
}
