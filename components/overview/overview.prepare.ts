import { aheadOf } from "#charts/ahead.ts";
import { counted, grams, intensity, percent, when } from "#charts/format.ts";
import type { PlannedStart } from "#charts/grid-strip.prepare.ts";
import type { Slot } from "#charts/slots.ts";
import { shortName } from "#components/eye/eye.sentence.ts";
import { presentGrams } from "#server/domain/carbon/signal.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import type { ClusterSummary } from "#server/domain/cluster/view.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import type { WorkloadRow } from "#server/domain/workload/view.ts";

/** A change smaller than this share is not worth a headline. */
const WORTH_SAYING = 0.1;

/** The grid the page opens with: where most Jobs wait, then where most clusters are, then the first. */
export function leadZone(
  zones: readonly ZoneView[],
  clusters: readonly ClusterSummary[],
  waiting: readonly WorkloadRow[],
): ZoneView | undefined {
  const weight = ({ zone }: ZoneView) =>
    waiting.filter((row) => row.zone === zone).length * 1_000 +
    clusters.filter((cluster) => cluster.zone === zone).length;
  return zones.toSorted((a, b) => weight(b) - weight(a))[0];
}

/** "Germany falls from 334 to 169 g/kWh by 14:00." */
export function headline(zone: ZoneView, now: Date, timeZone: string): string {
  const name = shortName(zone);
  const { latest } = zone;
  if (!latest) return `No reading from ${name} yet.`;
  if (zone.stale) return `${name} is silent since ${when(latest.startsAt, now, timeZone)}.`;
  const present = presentGrams(zone, now);
  if (present === undefined)
    return `${name} is not foreseen: its reading is of ${when(latest.startsAt, now, timeZone)}.`;
  const value = Math.round(present);
  const { slots } = aheadOf(zone, +now, +now + DAY_MS);
  const lowest = extreme(slots, (a, b) => a.value < b.value);
  const highest = extreme(slots, (a, b) => a.value > b.value);
  if (!lowest || !highest) return `${name} stands at ${intensity(value)}; what follows is not known.`;
  const by = (slot: Slot) => when(new Date(slot.from), now, timeZone);
  if (lowest.value < present * (1 - WORTH_SAYING))
    return `${name} falls from ${value} to ${intensity(lowest.value)} by ${by(lowest)}.`;
  const open = zone.windows.find(({ opensAt, closesAt }) => opensAt <= now && closesAt > now);
  if (open) return `${name} is clean now: ${intensity(value)}, until ${when(open.closesAt, now, timeZone)}.`;
  if (highest.value > present * (1 + WORTH_SAYING))
    return `${name} rises from ${value} to ${intensity(highest.value)} by ${by(highest)}.`;
  return `${name} stays near ${intensity(value)} for a day.`;
}

const extreme = (slots: readonly Slot[], isBetter: (a: Slot, b: Slot) => boolean): Slot | undefined =>
  slots.reduce<Slot | undefined>((best, slot) => (best && !isBetter(slot, best) ? best : slot), undefined);

/** Under the headline: what waits, what it would emit, what it will. Simulated Jobs are never summed among real ones. */
export function lede(clusters: readonly ClusterSummary[], waiting: readonly WorkloadRow[]): string {
  if (clusters.length === 0)
    return "No cluster yet. Once there is one, its Jobs wait for windows like these.";
  if (waiting.length === 0)
    return "No Job waits. One that is annotated carbon-aware.io/enabled is held until its window.";
  const real = waiting.filter((row) => !row.simulated);
  const simulated = waiting.length - real.length;
  if (real.length === 0) return `${counted(simulated, "simulated Job")} ${waitSentence(waiting)}`;
  const rest = simulated > 0 ? ` ${simulated} more ${simulated === 1 ? "is" : "are"} simulated.` : "";
  return `${counted(real.length, "Job")} ${waitSentence(real)}${rest}`;
}

function waitSentence(rows: readonly WorkloadRow[]): string {
  const one = rows.length === 1;
  const waits = `${one ? "waits" : "wait"} for better hours.`;
  const sums = sumGrams(rows);
  if (sums.count === 0) return waits;
  const { now, planned, count } = sums;
  const started =
    count === rows.length ? `Started now ${one ? "it" : "they"}` : `Started now the ${count} on a known grid`;
  const place = one ? "in its window" : "in their windows";
  return `${waits} ${started} would emit ${grams(now)}; ${place} ${grams(planned)}, ${percent(100 * (1 - planned / now))} less.`;
}

function sumGrams(rows: readonly WorkloadRow[]) {
  const sums = { now: 0, planned: 0, count: 0 };
  for (const { gramsNow, gramsPlanned } of rows) {
    if (gramsNow === null || gramsPlanned === null || gramsNow <= 0) continue;
    sums.now += gramsNow;
    sums.planned += gramsPlanned;
    sums.count += 1;
  }
  return sums;
}

/** Largest saving first; what is not known comes last, soonest first. */
export const bySaving = (rows: readonly WorkloadRow[]): WorkloadRow[] =>
  rows.toSorted(
    (a, b) =>
      (b.savingGrams ?? -Infinity) - (a.savingGrams ?? -Infinity) ||
      +(a.releaseAt ?? Infinity) - +(b.releaseAt ?? Infinity),
  );

/** The planned starts of one grid, one mark a minute. */
export function plannedStarts(rows: readonly WorkloadRow[], zone: string): PlannedStart[] {
  const counts = new Map<number, number>();
  for (const row of rows)
    if (row.zone === zone && row.releaseAt) counts.set(+row.releaseAt, (counts.get(+row.releaseAt) ?? 0) + 1);
  return [...counts].map(([at, count]) => ({ at: new Date(at), count }));
}
