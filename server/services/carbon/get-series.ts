import { z } from "zod";
import type { App } from "#server/context.ts";
import { authorise } from "#server/domain/actor.ts";
import { DAY_MS } from "#server/domain/clock.ts";
import { dayMeans } from "#server/domain/carbon/day-means.ts";
import { downsample } from "#server/domain/carbon/downsample.ts";
import { asForeseen } from "#server/domain/carbon/forecast-error.ts";
import { HORIZON_MS } from "#server/domain/carbon/forecaster.ts";
import type { GreenLine, SeriesView, ZoneSeries } from "#server/domain/carbon/history-view.ts";
import { mixedSignals } from "#server/domain/carbon/mixed-signals.ts";
import { MOST_ZONES, Range } from "#server/domain/carbon/range.ts";
import { type Run, runsOf } from "#server/domain/carbon/runs.ts";
import { ZoneKey } from "#server/domain/carbon/source-config.ts";
import { greenShare, summarize } from "#server/domain/carbon/summary.ts";
import type { ZoneSetting } from "#server/domain/carbon/zone-view.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { Series } from "#server/adapters/db/carbon.ts";
import { keep } from "./keep.ts";
import { readingsOver, type Span, spanOf } from "./span.ts";
import { labelOf, seriesOfZone } from "./zone-label.ts";
import { zoneSetting } from "./zone-setting.ts";

const POINTS = { least: 50, most: 1_500, usual: 1_200 };
const points = `Ask for ${POINTS.least} to ${POINTS.most} points a zone.`;
const zones = `Choose one to ${MOST_ZONES} zones.`;

export const GetSeries = z.object({
  zones: z.array(ZoneKey, { error: zones }).min(1, { error: zones }).max(MOST_ZONES, { error: zones }),
  range: Range,
  /** Where the range begins; without it, it ends now. */
  from: z.date({ error: "Give the beginning of the range as a time." }).optional(),
  /** At most this many readings of each zone, chosen by LTTB. */
  maxPoints: z
    .int({ error: points })
    .min(POINTS.least, { error: points })
    .max(POINTS.most, { error: points })
    .default(POINTS.usual),
  /** What one point stands for: a reading, or the mean of a UTC day. */
  by: z.enum(["reading", "day"], { error: "Draw by reading or by day." }).default("reading"),
  /** With what had been foreseen once a day. */
  foreseen: z.boolean().default(false),
});
export type GetSeries = z.infer<typeof GetSeries>;

/** Readings of a range, as many as a chart can show, with what they come to in all. */
export async function getSeries(app: App, input: GetSeries): Promise<SeriesView> {
  authorise(app.actor, "read", "see the grid");
  const settings = await Promise.all([...new Set(input.zones)].map((zone) => zoneSetting(app, zone)));
  refuseMixedSignals(settings);
  const span = spanOf(input, app.clock.now());
  const pasts = await Promise.all(settings.map((setting) => pastOf(app, setting, input, span)));
  const line = await lineOf(app, settings, pasts);
  return {
    ...span,
    range: input.range,
    by: input.by,
    zones: pasts.map(({ view, shareUnder }) => ({
      ...view,
      greenShare: line && shareUnder(line.gramsPerKwh),
    })),
    line,
  };
}

function refuseMixedSignals(settings: readonly ZoneSetting[]): void {
  const sentence = mixedSignals(settings.map(labelOf));
  if (sentence) throw new DomainError("BAD_REQUEST", sentence);
}

interface Past {
  view: Omit<ZoneSeries, "greenShare">;
  shareUnder: (limit: number) => number | null;
}

function pastOf(
  app: App,
  setting: ZoneSetting,
  { range, from, maxPoints, by, foreseen }: GetSeries,
  span: Span,
): Promise<Past> {
  const series = seriesOfZone(setting);
  const question = `series ${range} ${from?.toISOString() ?? "now"} ${maxPoints} ${by} ${foreseen}`;
  return keep(app, series, question, async () => {
    const all = await readingsOver(app, series, span);
    const means = by === "day" ? dayMeans(all) : all;
    const { runs, drawn, gapsJoined } = downsample(runsOf(means), maxPoints);
    const [grams, steps] = [
      Float64Array.from(all, ({ gramsPerKwh }) => gramsPerKwh),
      Float64Array.from(all, ({ stepMs }) => stepMs),
    ];
    return {
      shareUnder: (limit) => greenShare(grams, steps, limit), // a limit changes with its policy, not with a reading
      view: {
        ...labelOf(setting),
        stepMs: all.at(-1)?.stepMs ?? null,
        firstAt: all[0]?.startsAt ?? null,
        runs,
        drawn,
        readings: all.length,
        estimated: all.filter(({ quality }) => quality === "estimated").length,
        gapsJoined,
        summary: summarize(all),
        foreseen: foreseen ? await foreseenOnceADay(app, series, span, maxPoints) : [],
      },
    };
  });
}

/** Each slot as the day's first vintage before it foresaw it: what a Job of that day could have gone by. */
async function foreseenOnceADay(
  app: App,
  series: Series,
  { from, to }: Span,
  maxPoints: number,
): Promise<Run[]> {
  const made = { from: new Date(+from - HORIZON_MS), to };
  const vintages = await app.carbon.vintages(series, made, DAY_MS);
  const stepMs = vintages.at(-1)?.stepMs;
  if (stepMs === undefined) return [];
  const slots = asForeseen(vintages, { from, to }).map((slot) => ({ ...slot, stepMs }));
  return downsample(runsOf(slots), maxPoints).runs;
}

/** The lowest limit among the zones, as a policy gives one; else the mean of the zones. One line for all of them. */
async function lineOf(
  app: App,
  settings: readonly ZoneSetting[],
  pasts: readonly Past[],
): Promise<GreenLine | null> {
  const limits = await app.carbon.limits();
  const lowest = settings
    .flatMap(({ zone }) => limits.get(zone) ?? [])
    .toSorted((a, b) => a.gramsPerKwh - b.gramsPerKwh)[0];
  if (lowest) return lowest;
  const means = pasts.flatMap(({ view }) => view.summary?.mean ?? []);
  if (means.length === 0) return null;
  return { gramsPerKwh: means.reduce((sum, mean) => sum + mean, 0) / means.length, policy: null };
}
