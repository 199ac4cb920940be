import { z } from "zod";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { EMISSION_FACTORS, type FuelOf } from "#server/domain/carbon/fuel-mix.ts";
import type { EntsoeConfig } from "#server/domain/carbon/source-config-network.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { otherShape, shaped, type Ask } from "./ask.ts";
import type { SourceDeps } from "./deps.ts";
import { Acknowledgement, Generation, slotsOf } from "./entsoe-document.ts";
import { mixPoints, type MixSlot } from "./mix-points.ts";
import { networkSource, secretOf } from "./network-source.ts";
import { atLeast, pieces, type Range } from "./slots.ts";
import { parseXml } from "./xml.ts";

const NAME = "entsoe";
const TITLE = "ENTSO-E";
const NAMES = { source: NAME, title: TITLE };
/** It takes a year; a week of quarter hours and 20 types has about 1 MB. */
/** What fuels usually give is told from two days at least. */
const LEAST_RANGE_MS = 2 * DAY_MS;
const LONGEST_RANGE_MS = 7 * DAY_MS;
const XML_FORM = { name: "XML", mediaType: "application/xml", read: parseXml };
const NO_DATA = "999";

/** Production types (PSR). Gas made from coal is burnt as gas; oil shale and peat are as dirty as coal. */
const FUEL_OF: FuelOf = {
  B01: "biomass",
  B02: "coal",
  B03: "gas",
  B04: "gas",
  B05: "coal",
  B06: "oil",
  B07: "coal",
  B08: "coal",
  B09: "geothermal",
  B10: "storage",
  B11: "hydro",
  B12: "hydro",
  B13: "marine",
  B14: "nuclear",
  B15: "other",
  B16: "solar",
  B17: "other",
  B18: "wind",
  B19: "wind",
  B20: "other",
  B25: "storage",
};

const Root = z.object({ root: z.string(), value: z.unknown() });

/** European areas, quarter-hourly or hourly: actual generation by type, by emission factors. It gives no forecast. */
export function createEntsoe(config: EntsoeConfig, zone: string, deps: SourceDeps): CarbonIntensitySource {
  const { area } = config;
  const securityToken = secretOf(deps, TITLE, "securityToken", "a security token");

  async function read({ from, to }: Range, ask: Ask): Promise<{ stepMs: number; slots: MixSlot[] }> {
    const query = new URLSearchParams({
      securityToken,
      documentType: "A75",
      processType: "A16",
      in_Domain: area,
      periodStart: minuteDigits(from),
      periodEnd: minuteDigits(to),
    });
    const question = {
      path: `/api?${query}`,
      accept: [400],
      freshForMs: MINUTE_MS,
      standIn: { forMs: DAY_MS },
    };
    return (await ask.shaped(question, slotsIn)).value;
  }

  function slotsIn(body: unknown): { stepMs: number; slots: MixSlot[] } {
    if (body === undefined) throw new SourceError(NAME, `${TITLE} refuses the question (400).`);
    const { root, value } = shaped(NAMES, Root, body);
    if (root === "GL_MarketDocument") return slotsOf(shaped(NAMES, Generation, value));
    if (root !== "Acknowledgement_MarketDocument") throw otherShape(NAMES, `it is a ${root}`);
    const [reason] = shaped(NAMES, Acknowledgement, value).Reason;
    const words = (reason?.text ?? "").replaceAll(securityToken, "(concealed)").replace(/\s+/g, " ");
    if (reason?.code === NO_DATA && /no matching data/i.test(words)) return { stepMs: 0, slots: [] };
    const said = words.slice(0, 160).replace(/[.\s]+$/, "");
    throw new SourceError(NAME, `${TITLE} refuses the question (${reason?.code ?? ""}): ${said}.`);
  }

  return networkSource(
    {
      name: NAME,
      zone: { zone, name: area },
      config,
      profile: {
        title: TITLE,
        limit: NAME,
        baseUrl: deps.baseUrl ?? "https://web-api.tp.entsoe.eu",
        conceal: [securityToken],
        form: XML_FORM,
      },
      gridMs: HOUR_MS,
      async history(range, ask) {
        const slots: MixSlot[] = [];
        let stepMs = 0;
        for (const piece of pieces(atLeast(range, LEAST_RANGE_MS), LONGEST_RANGE_MS)) {
          const part = await read(piece, ask);
          if (part.stepMs !== stepMs && part.stepMs > 0) slots.length = 0; // the area turned to another step: its newest holds
          if (part.stepMs > 0) stepMs = part.stepMs;
          slots.push(...part.slots);
        }
        const factors = deps.emissionFactors ?? EMISSION_FACTORS;
        return mixPoints(slots, stepMs || HOUR_MS, FUEL_OF, factors, NAMES);
      },
    },
    deps,
  );
}

/** The format the API takes: YYYYMMDDhhmm. */
const minuteDigits = (at: number) => new Date(at).toISOString().replace(/\D/g, "").slice(0, 12);
