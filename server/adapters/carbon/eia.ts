import { z } from "zod";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { EMISSION_FACTORS, type FuelOf } from "#server/domain/carbon/fuel-mix.ts";
import type { EiaConfig } from "#server/domain/carbon/source-config-network.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { otherShape, shaped, type Ask } from "./ask.ts";
import type { SourceDeps } from "./deps.ts";
import type { CarbonHttp } from "./http.ts";
import { mixPoints, type MixSlot } from "./mix-points.ts";
import { networkSource } from "./network-source.ts";
import { atLeast, pieces, type Range } from "./slots.ts";

const NAME = "eia";
const TITLE = "EIA";
const NAMES = { source: NAME, title: TITLE };
/** An answer has at most 5,000 rows: 14 days of 24 hours and 14 fuels have 4,704. */
const MOST_ROWS = 5_000;
/** What fuels usually give is told from two days at least. */
const LEAST_RANGE_MS = 2 * DAY_MS;
const LONGEST_RANGE_MS = 14 * DAY_MS;
/** So many authorities fit into one answer of two days: 4,032 rows. */
const MOST_TOGETHER = 6;

/** EIA's codes. UNK is its own "unknown": named, small, and counted as other. */
const FUEL_OF: FuelOf = {
  WND: "wind",
  WNB: "wind",
  SUN: "solar",
  SNB: "solar",
  WAT: "hydro",
  GEO: "geothermal",
  NUC: "nuclear",
  NG: "gas",
  COL: "coal",
  OIL: "oil",
  OTH: "other",
  UNK: "other",
  BAT: "storage",
  PS: "storage",
  OES: "storage",
  UES: "storage",
};

/** Numbers come as text as well. */
const Amount = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish();
const Answer = z.object({
  response: z.object({
    total: z.coerce.number(),
    data: z.array(
      z.object({
        period: z
          .string()
          .regex(/^\d{4}-\d{2}-\d{2}T\d{2}$/)
          .transform((text) => Date.parse(`${text}:00Z`)),
        respondent: z.string(),
        fueltype: z.string(),
        value: Amount,
      }),
    ),
  }),
});

/** Who was answered for in this process, by fetcher and key: they are asked for together. */
const answered = new WeakMap<CarbonHttp, Map<string, Set<string>>>();
function companionsOf(http: CarbonHttp, apiKey: string): Set<string> {
  const byKey = answered.get(http) ?? new Map<string, Set<string>>();
  answered.set(http, byKey);
  const companions = byKey.get(apiKey) ?? new Set<string>();
  byKey.set(apiKey, companions);
  return companions;
}

/** US balancing authorities, hourly and about a day late: the fuel mix by emission factors. It gives no forecast. */
export function createEia(config: EiaConfig, zone: string, deps: SourceDeps): CarbonIntensitySource {
  const { respondent } = config;
  const apiKey = deps.secrets["apiKey"] || "DEMO_KEY";
  const companions = companionsOf(deps.http, apiKey);

  /** A short range is asked for with the others that are read: one request an hour does for six zones. */
  const askedWith = ({ from, to }: Range): string[] => {
    if (to - from > LEAST_RANGE_MS) return [respondent];
    const all = [...new Set([...companions, respondent])].toSorted();
    const group = Math.floor(all.indexOf(respondent) / MOST_TOGETHER) * MOST_TOGETHER;
    return all.slice(group, group + MOST_TOGETHER);
  };

  /** A period is named by its end. */
  async function read(range: Range, ask: Ask): Promise<MixSlot[]> {
    const { from, to } = range;
    const query = new URLSearchParams({
      api_key: apiKey,
      frequency: "hourly",
      "data[0]": "value",
      start: hourText(from + HOUR_MS),
      end: hourText(to),
      "sort[0][column]": "period",
      "sort[0][direction]": "asc",
      offset: "0",
      length: String(MOST_ROWS),
    });
    for (const each of askedWith(range)) query.append("facets[respondent][]", each);
    const question = {
      path: `/v2/electricity/rto/fuel-type-data/data?${query}`,
      freshForMs: 30 * MINUTE_MS,
      standIn: { forMs: DAY_MS },
    };
    const { value: rows } = await ask.shaped(question, rowsIn);
    const own = rows.filter((row) => row.respondent === respondent);
    if (own.length > 0) companions.add(respondent);
    return own.map(({ period, fueltype, value: amount }) => ({
      at: period - HOUR_MS,
      code: fueltype,
      amount: amount ?? null,
    }));
  }

  return networkSource(
    {
      name: NAME,
      zone: { zone, name: respondent },
      config,
      profile: {
        title: TITLE,
        lane: NAME,
        limit: apiKey === "DEMO_KEY" ? "eia-demo" : NAME,
        baseUrl: deps.baseUrl ?? "https://api.eia.gov",
        conceal: [apiKey],
      },
      gridMs: HOUR_MS,
      async history(range, ask) {
        const slots: MixSlot[] = [];
        for (const piece of pieces(atLeast(range, LEAST_RANGE_MS), LONGEST_RANGE_MS))
          slots.push(...(await read(piece, ask)));
        const factors = deps.emissionFactors ?? EMISSION_FACTORS;
        return mixPoints(slots, HOUR_MS, FUEL_OF, factors, NAMES);
      },
    },
    deps,
  );
}

/** @throws SourceError when some are left out: fuels would be missing in an hour */
function rowsIn(body: unknown) {
  const { total, data } = shaped(NAMES, Answer, body).response;
  if (total > data.length) throw otherShape(NAMES, `it has ${data.length} of ${total} rows`);
  return data;
}

/** The format the API takes: YYYY-MM-DDThh. */
const hourText = (at: number) => new Date(at).toISOString().slice(0, 13);
