import { z } from "zod";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { EnergyChartsConfig } from "#server/domain/carbon/source-config-network.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { otherShape, type Ask } from "./ask.ts";
import type { SourceDeps } from "./deps.ts";
import { networkSource } from "./network-source.ts";
import { atLeast, gridded, minuteText, pieces, type Point, type Range } from "./slots.ts";

const NAME = "energy-charts";
const TITLE = "Energy-Charts";
const QUARTER_MS = 15 * MINUTE_MS;
const LONGEST_RANGE_MS = 14 * DAY_MS;
/** A step is told from a few hours. */
const LEAST_RANGE_MS = 4 * HOUR_MS;
const AHEAD_MS = 48 * HOUR_MS;

const refuse = (words: string) => otherShape({ source: NAME, title: TITLE }, words);

/** Over the life cycle no grid comes to 0: one that is sent stands for nothing. */
const Grams = z.array(
  z
    .number()
    .nonnegative()
    .nullable()
    .transform((grams) => (grams === 0 ? null : grams)),
);
const Answer = z
  .object({
    unix_seconds: z.array(z.number().int()),
    co2eq: Grams,
    co2eq_forecast: Grams.nullish(),
    /** Made up from other hours by the provider. */
    substitute: z.boolean().nullish(),
  })
  .refine(
    ({ unix_seconds: seconds, co2eq, co2eq_forecast: ahead }) =>
      [co2eq, ahead ?? co2eq].every(({ length }) => length === seconds.length),
    { error: "its columns differ in length" },
  );

/** European countries by Fraunhofer ISE: quarter-hourly or hourly, keyless, past and forecast in one answer. */
export function createEnergyCharts(
  config: EnergyChartsConfig,
  zone: string,
  deps: SourceDeps,
): CarbonIntensitySource {
  const { country } = config;
  async function read({ from, to }: Range, ask: Ask, as?: string) {
    const query = new URLSearchParams({ country, start: minuteText(from), end: minuteText(to) });
    const standIn = { ...(as !== undefined && { as }), forMs: DAY_MS / 2 };
    const { value, receivedAt } = await ask.parsed(
      { path: `/co2eq?${query}`, freshForMs: MINUTE_MS, standIn },
      Answer,
    );
    const rows = value.unix_seconds.map((seconds, row) => ({
      at: seconds * 1_000,
      measured: value.co2eq[row] ?? null,
      foreseen: value.co2eq_forecast?.[row] ?? null,
    }));
    const quality = value.substitute ? ("estimated" as const) : ("measured" as const);
    return { rows, quality, receivedAt };
  }

  return networkSource(
    {
      name: NAME,
      zone: { zone, name: country },
      config,
      profile: {
        title: TITLE,
        limit: NAME,
        baseUrl: deps.baseUrl ?? "https://api.energy-charts.info",
      },
      gridMs: QUARTER_MS,
      async history(range, ask) {
        const points: Point[] = [];
        for (const piece of pieces(atLeast(range, LEAST_RANGE_MS), LONGEST_RANGE_MS)) {
          const { rows, quality } = await read(piece, ask);
          points.push(...rows.map(({ at, measured }) => ({ at, gramsPerKwh: measured, quality })));
        }
        return gridded(points, refuse);
      },
      async forecast(now, ask) {
        const from = Math.floor(+now / HOUR_MS) * HOUR_MS;
        const { rows, receivedAt } = await read(
          { from, to: from + AHEAD_MS },
          ask,
          `${NAME} forecast ${country}`,
        );
        const points = rows.map(({ at, measured, foreseen }) => ({
          at,
          gramsPerKwh: measured ?? foreseen,
          quality: "estimated" as const,
        }));
        return { ...gridded(points, refuse), receivedAt };
      },
    },
    deps,
  );
}
