import { z } from "zod";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { EnerginetConfig } from "#server/domain/carbon/source-config-network.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import type { Ask } from "./ask.ts";
import type { SourceDeps } from "./deps.ts";
import { networkSource } from "./network-source.ts";
import { pieces, type Point, type Range } from "./slots.ts";

const NAME = "energinet";
const STEP_MS = 5 * MINUTE_MS;
const LONGEST_RANGE_MS = 14 * DAY_MS;
const AHEAD_MS = 48 * HOUR_MS;
/** Their range is in Danish time, which is an hour or two ahead of UTC. We write UTC and ask for two hours more. */
const DANISH_MS = 2 * HOUR_MS;

/** Direct emissions: on a stormy day the area may come to 0, and a 0 is kept. */
const Answer = z.object({
  records: z.array(
    z.object({
      Minutes5UTC: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z?$/)
        .transform((text) => Date.parse(text.endsWith("Z") ? text : `${text}Z`)),
      PriceArea: z.string(),
      CO2Emission: z.number().nonnegative().nullable(),
    }),
  ),
});

/**
 * Denmark west or east of the Great Belt, every five minutes, keyless. Rows of a forecast are overwritten there, so that
 * its vintages are ours. Both areas are asked for at once: two zones cost one request.
 */
export function createEnerginet(
  config: EnerginetConfig,
  zone: string,
  deps: SourceDeps,
): CarbonIntensitySource {
  const { priceArea } = config;
  async function read(dataset: string, { from, to }: Range, ask: Ask, as?: string) {
    const query = new URLSearchParams({
      start: danish(from),
      end: danish(to + DANISH_MS),
      filter: JSON.stringify({ PriceArea: ["DK1", "DK2"] }),
      sort: "Minutes5UTC asc",
      limit: "0",
    });
    const standIn = { ...(as !== undefined && { as }), forMs: DAY_MS / 4 };
    const { value, receivedAt } = await ask.parsed(
      { path: `/dataset/${dataset}?${query}`, freshForMs: MINUTE_MS, standIn },
      Answer,
    );
    const rows = value.records.filter(({ PriceArea }) => PriceArea === priceArea);
    return { rows, receivedAt };
  }

  return networkSource(
    {
      name: NAME,
      zone: { zone, name: priceArea },
      config,
      profile: {
        title: "Energinet",
        limit: NAME,
        lane: NAME,
        baseUrl: deps.baseUrl ?? "https://api.energidataservice.dk",
      },
      gridMs: STEP_MS,
      async history(range, ask) {
        const points: Point[] = [];
        for (const piece of pieces(range, LONGEST_RANGE_MS)) {
          const { rows } = await read("CO2Emis", piece, ask);
          points.push(...rows.map((row) => pointOf(row, "measured")));
        }
        return { stepMs: STEP_MS, points };
      },
      async forecast(now, ask) {
        const from = Math.floor(+now / STEP_MS) * STEP_MS;
        const { rows, receivedAt } = await read(
          "CO2EmisProg",
          { from, to: from + AHEAD_MS },
          ask,
          `${NAME} forecast`,
        );
        return { stepMs: STEP_MS, points: rows.map((row) => pointOf(row, "estimated")), receivedAt };
      },
    },
    deps,
  );
}

const danish = (at: number) => new Date(at).toISOString().slice(0, 16);

const pointOf = (
  { Minutes5UTC: at, CO2Emission: gramsPerKwh }: z.infer<typeof Answer>["records"][number],
  quality: Point["quality"],
): Point => ({ at, gramsPerKwh, quality });
