import { z } from "zod";
import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { UK_REGIONS, type UkConfig } from "#server/domain/carbon/source-config-network.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import type { SourceDeps } from "./deps.ts";
import { networkSource } from "./network-source.ts";
import { minuteText, pieces, type Point } from "./slots.ts";

const STEP_MS = 30 * MINUTE_MS;
const LONGEST_RANGE_MS = 14 * DAY_MS;

const Instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/)
  .transform((text) => Date.parse(text));
const Grams = z.number().nonnegative().nullish();
const HalfHours = z.array(
  z.object({ from: Instant, to: Instant, intensity: z.object({ forecast: Grams, actual: Grams }) }),
);
type HalfHour = z.infer<typeof HalfHours>[number];
const National = z.object({ data: HalfHours });
const Regional = z.object({ data: z.object({ regionid: z.number(), data: HalfHours }) });

/**
 * Great Britain by NESO, or one of its 17 regions: half-hourly, keyless, with its own forecast of 48 h. Of a region
 * nothing is measured: its past is NESO's own estimate. 0 is kept, since a windy region comes to it.
 */
export function createUkCarbonIntensity(
  config: UkConfig,
  zone: string,
  deps: SourceDeps,
): CarbonIntensitySource {
  const { regionId } = config;
  const region = regionId === undefined ? undefined : UK_REGIONS[regionId - 1];
  const schema = regionId === undefined ? National : Regional.transform(({ data }) => data);
  const path = (range: string) =>
    regionId === undefined ? `/intensity/${range}` : `/regional/intensity/${range}/regionid/${regionId}`;

  return networkSource(
    {
      name: "uk-carbon-intensity",
      zone: region ? { zone, name: region } : { zone: "GB", name: "Great Britain" },
      config,
      profile: {
        title: "UK Carbon Intensity",
        limit: "uk-carbon-intensity",
        baseUrl: deps.baseUrl ?? "https://api.carbonintensity.org.uk",
      },
      gridMs: STEP_MS,
      async history(range, ask) {
        const points: Point[] = [];
        for (const { from, to } of pieces(range, LONGEST_RANGE_MS)) {
          const question = { path: path(`${minuteText(from)}/${minuteText(to)}`), freshForMs: 60_000 };
          const { value } = await ask.parsed({ ...question, standIn: { forMs: DAY_MS } }, schema);
          points.push(...value.data.map(region ? estimated : measured));
        }
        return { stepMs: STEP_MS, points };
      },
      async forecast(now, ask) {
        const startsAt = Math.floor(+now / STEP_MS) * STEP_MS;
        const question = { path: path(`${minuteText(startsAt)}/fw48h`), freshForMs: 60_000 };
        const standIn = { as: `uk-carbon-intensity forecast ${regionId ?? "GB"}`, forMs: DAY_MS / 2 };
        const { value, receivedAt } = await ask.parsed({ ...question, standIn }, schema);
        return { stepMs: STEP_MS, points: value.data.map(estimated), receivedAt };
      },
    },
    deps,
  );
}

const isHalfHour = ({ from, to }: HalfHour) => to - from === STEP_MS;

/** `actual` null or absent: not measured, and a forecast is no reading. */
const measured = (half: HalfHour): Point => ({
  at: half.from,
  gramsPerKwh: isHalfHour(half) ? (half.intensity.actual ?? null) : null,
  quality: "measured",
});
const estimated = (half: HalfHour): Point => ({
  at: half.from,
  gramsPerKwh: isHalfHour(half) ? (half.intensity.forecast ?? null) : null,
  quality: "estimated",
});
