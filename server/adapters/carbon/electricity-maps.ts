import { z } from "zod";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { ElectricityMapsConfig } from "#server/domain/carbon/source-config-network.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { otherShape, shaped, type Ask } from "./ask.ts";
import type { SourceDeps } from "./deps.ts";
import { networkSource, secretOf } from "./network-source.ts";
import { pieces, type Point, type Range } from "./slots.ts";

const NAME = "electricity-maps";
const TITLE = "Electricity Maps";
const LONGEST_RANGE_MS = 10 * DAY_MS;
/** A plan without an endpoint is answered with one of these. */
const NOT_IN_PLAN = [401, 403, 404];

const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const Hour = z.object({
  carbonIntensity: z.number().nonnegative().nullable(),
  datetime: Instant,
  emissionFactorType: z.string().nullish(),
  isEstimated: z.boolean().nullish(),
});
type Hour = z.infer<typeof Hour>;
const Zone = z.string().optional();
const History = z.object({ zone: Zone, history: z.array(Hour) });
const PastRange = z.object({ zone: Zone, data: z.array(Hour) });
const Forecast = z.object({ zone: Zone, forecast: z.array(Hour) });

/** Most grids of the world, hourly. Estimates are kept as such until a measurement replaces them. */
export function createElectricityMaps(
  config: ElectricityMapsConfig,
  zone: string,
  deps: SourceDeps,
): CarbonIntensitySource {
  const { providerZone = zone, emissionFactorType } = config;
  const token = secretOf(deps, TITLE, "token", "an API token");
  const names = { source: NAME, title: TITLE };
  const path = (what: string, more: Record<string, string> = {}) =>
    `/v3/carbon-intensity/${what}?${new URLSearchParams({ zone: providerZone, emissionFactorType, ...more })}`;

  /** Undefined where the plan has no such endpoint. */
  async function pastRange({ from, to }: Range, ask: Ask): Promise<readonly Hour[] | undefined> {
    const range = { start: new Date(from).toISOString(), end: new Date(to).toISOString() };
    const question = {
      path: path("past-range", range),
      accept: NOT_IN_PLAN,
      freshForMs: 10 * MINUTE_MS,
      standIn: { forMs: DAY_MS },
    };
    const { value } = await ask.shaped(question, (body, status) => {
      if (status >= 300) return undefined;
      const answer = shaped(names, PastRange, body);
      return own(answer.zone, answer.data);
    });
    return value;
  }

  async function lastDay(ask: Ask): Promise<readonly Hour[]> {
    const question = { path: path("history"), freshForMs: 30_000, standIn: { forMs: DAY_MS } };
    const { value } = await ask.shaped(question, (body) => {
      const answer = shaped(names, History, body);
      return own(answer.zone, answer.history);
    });
    return value;
  }

  return networkSource(
    {
      name: NAME,
      zone: { zone, name: providerZone },
      config,
      profile: {
        title: TITLE,
        limit: NAME,
        baseUrl: deps.baseUrl ?? "https://api.electricitymaps.com",
        headers: { "auth-token": token },
        conceal: [token],
      },
      gridMs: HOUR_MS,
      async history(range, ask) {
        const points: Point[] = [];
        if (range.from < +deps.clock.now() - DAY_MS) {
          for (const piece of pieces(range, LONGEST_RANGE_MS)) {
            const hours = await pastRange(piece, ask);
            if (!hours) break;
            points.push(...hours.map(pointOf));
          }
        }
        if (points.length === 0) points.push(...(await lastDay(ask)).map(pointOf));
        return { stepMs: HOUR_MS, points };
      },
      async forecast(_, ask) {
        const question = {
          path: path("forecast"),
          accept: NOT_IN_PLAN,
          freshForMs: 30_000,
          standIn: { forMs: DAY_MS / 2 },
        };
        const { value, receivedAt } = await ask.shaped(question, (body, status) => {
          if (status >= 300) return undefined;
          const answer = shaped(names, Forecast, body);
          return own(answer.zone, answer.forecast);
        });
        return value && { stepMs: HOUR_MS, points: value.map(pointOf), receivedAt };
      },
    },
    deps,
  );

  /** Of another zone or with other factors than asked for, they would be mixed into the series. @throws SourceError */
  function own(answeredZone: string | undefined, hours: readonly Hour[]): readonly Hour[] {
    const factors = hours.find(
      (hour) => (hour.emissionFactorType ?? emissionFactorType) !== emissionFactorType,
    );
    if (factors)
      throw otherShape(names, `it has ${factors.emissionFactorType} factors, not ${emissionFactorType}`);
    if (answeredZone !== undefined && answeredZone !== providerZone)
      throw otherShape(names, `it is for ${answeredZone}, not ${providerZone}`);
    return hours;
  }

  /** Over the life cycle no grid comes to 0, so that a 0 is a gap; direct emissions of a hydro grid do. */
  function pointOf({ datetime, carbonIntensity, isEstimated }: Hour): Point {
    const none = carbonIntensity === 0 && emissionFactorType === "lifecycle";
    return {
      at: datetime,
      gramsPerKwh: none ? null : carbonIntensity,
      quality: isEstimated ? "estimated" : "measured",
    };
  }
}
