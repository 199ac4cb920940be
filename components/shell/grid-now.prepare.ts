import { when } from "#charts/format.ts";
import type { ZoneView } from "#server/domain/carbon/view.ts";
import { DAY_MS } from "#server/domain/clock.ts";

/** Under a zone's code in the rail: "open to 19:00", "window 11:00", or what is not known. */
export function windowWords(
  { windows, latest, stale, forecast }: ZoneView,
  now: Date,
  timeZone: string,
): string {
  if (!latest) return "no reading yet";
  if (stale) return `stale, read ${when(latest.startsAt, now, timeZone)}`;
  if (!forecast) return "no forecast";
  const next = windows.find(({ closesAt }) => closesAt > now);
  if (!next || +next.opensAt - +now > DAY_MS) return "no window today";
  return next.opensAt <= now
    ? `open to ${when(next.closesAt, now, timeZone)}`
    : `window ${when(next.opensAt, now, timeZone)}`;
}

/** "US-CAL-CISO" is CISO, unless two would be called the same. */
export function shortCodes(zones: readonly string[]): Map<string, string> {
  const lasts = zones.map(lastPart);
  return new Map(
    zones.map((zone) => [
      zone,
      lasts.filter((each) => each === lastPart(zone)).length > 1 ? zone : lastPart(zone),
    ]),
  );
}

const lastPart = (zone: string) => zone.split("-").at(-1) ?? zone;

/** Where the rail's numbers come from, once: "recorded 2022, replayed"; by zone where they differ. */
export function provenanceWords(zones: readonly Pick<ZoneView, "zone" | "provenance">[]): string {
  const distinct = [...new Set(zones.map(({ provenance }) => provenance))];
  if (distinct.length === 1) return distinct.join("");
  const codes = shortCodes(zones.map(({ zone }) => zone));
  return distinct
    .map((provenance) => {
      const named = zones.filter((each) => each.provenance === provenance).map(({ zone }) => codes.get(zone));
      return `${named.join(", ")}: ${provenance}`;
    })
    .join(". ");
}
