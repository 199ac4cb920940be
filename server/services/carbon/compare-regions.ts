import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { publishedMean } from "#server/domain/carbon/grid-means.ts";
import { meanOver } from "#server/domain/carbon/mean-over.ts";
import { gridOfRegion, type RegionCarbon } from "#server/domain/carbon/region-view.ts";
import { isStale } from "#server/domain/carbon/signal.ts";
import { suggestRegion, type RegionSuggestion } from "#server/domain/carbon/suggest-region.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import { keep } from "./keep.ts";
import { labelOf, seriesOfZone } from "./zone-label.ts";

const MOST_REGIONS = 150;
const regions = `Name one to ${MOST_REGIONS} regions.`;

export const CompareRegions = z.object({
  regions: z
    .array(z.string().trim().min(1, { error: "A region has a name." }).max(100), { error: regions })
    .min(1, { error: regions })
    .max(MOST_REGIONS, { error: regions }),
});
export type CompareRegions = z.infer<typeof CompareRegions>;

export interface RegionComparison {
  /** In the order that was asked for, each once. */
  regions: RegionCarbon[];
  suggestion: RegionSuggestion;
}

type Watched = Pick<
  RegionCarbon,
  "gridName" | "signalKind" | "provenance" | "now" | "staleSince" | "next24h" | "year"
>;
const UNWATCHED: Omit<Watched, "gridName"> = {
  signalKind: null,
  provenance: null,
  now: null,
  staleSince: null,
  next24h: null,
  year: null,
};

/** What is known of the grid of each region: now, the next 24 h, the last 365 days. A grid that feeds many is read once. */
export async function compareRegions(app: App, input: CompareRegions): Promise<RegionComparison> {
  authorise(app.actor, "read", "see the grid");
  const [places, settings] = await Promise.all([app.settings.places(), app.carbon.zones()]);
  const placed = [...new Set(input.regions)].map((region) => ({
    region,
    place: gridOfRegion(region, places),
  }));
  const asked = new Set(placed.map(({ place }) => place?.gridZone));
  const known = new Map(
    await Promise.all(
      settings
        .filter(({ zone }) => asked.has(zone))
        .map(async (setting) => [setting.zone, await watchedGrid(app, setting)] as const),
    ),
  );
  const compared = placed.map(({ region, place }): RegionCarbon => {
    const gridZone = place?.gridZone ?? null;
    const watched = known.get(gridZone ?? "");
    return {
      region,
      provider: place?.region?.provider ?? null,
      gridZone,
      setByPerson: place !== undefined && place.region === undefined,
      watched: watched !== undefined,
      ...(watched ?? { ...UNWATCHED, gridName: gridZone }),
      published: publishedMean(place?.region?.region, gridZone) ?? null,
    };
  });
  return { regions: compared, suggestion: suggestRegion(compared) };
}

async function watchedGrid(app: App, setting: ZoneSetting): Promise<Watched> {
  const now = app.clock.now();
  const series = seriesOfZone(setting);
  const from = new Date(+now - 365 * DAY_MS);
  const [{ signal }, year] = await Promise.all([
    app.carbon.signalAt(setting, now),
    keep(app, series, "mean of the year", () => app.carbon.meanOver(series, { from, to: now })),
  ]);
  const { latest, forecast, latenessMs } = signal;
  const endedAt = latest && new Date(+latest.startsAt + latest.stepMs);
  const stale = isStale(latest, now, latenessMs);
  const ahead = forecast && meanOver(forecast, now, new Date(+now + DAY_MS));
  const { name, signalKind, provenance } = labelOf(setting);
  return {
    gridName: name,
    signalKind,
    provenance,
    now: latest && endedAt && !stale ? { gramsPerKwh: latest.gramsPerKwh, endedAt } : null,
    staleSince: endedAt && stale ? endedAt : null,
    next24h: forecast && ahead ? { ...ahead, generatedAt: forecast.generatedAt } : null,
    year: year ?? null,
  };
}
