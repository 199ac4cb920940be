import { z } from "zod";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { CarbonAwareSdkConfig } from "#server/domain/carbon/source-config-network.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { otherShape, shaped } from "./ask.ts";
import type { SourceDeps } from "./deps.ts";
import { networkSource } from "./network-source.ts";
import { atLeast, gridded, pieces, type Point } from "./slots.ts";

const NAME = "carbon-aware-sdk";
const TITLE = "Carbon Aware SDK";
const LONGEST_RANGE_MS = 14 * DAY_MS;
/** A step is told from a few hours. */
const LEAST_RANGE_MS = 4 * HOUR_MS;
const EMPTY = 204;
const NO_FORECAST = 501;

const NAMES = { source: NAME, title: TITLE };
const refuse = (words: string) => otherShape(NAMES, words);

const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
/** It writes -1, and elsewhere 0, where its own source says nothing: neither is a reading. */
const Grams = z
  .number()
  .nullable()
  .transform((grams) => (grams !== null && grams > 0 ? grams : null));
const Emissions = z.array(z.object({ location: z.string().nullish(), time: Instant, rating: Grams }));
const Forecasts = z.array(
  z.object({ forecastData: z.array(z.object({ timestamp: Instant, value: Grams })).nullish() }),
);

/** A WebAPI of the Green Software Foundation's SDK that a person runs; average or marginal as its own source is. */
export function createCarbonAwareSdk(
  config: CarbonAwareSdkConfig,
  zone: string,
  deps: SourceDeps,
): CarbonIntensitySource {
  const { location, signalKind } = config;
  const baseUrl = (deps.baseUrl ?? config.baseUrl).replace(/\/+$/, "");

  return networkSource(
    {
      name: NAME,
      zone: { zone, name: location },
      config,
      profile: { title: TITLE, limit: NAME, lane: `${NAME} ${baseUrl} ${location}`, baseUrl },
      gridMs: 5 * MINUTE_MS,
      async history(range, ask) {
        const points: Point[] = [];
        for (const { from, to } of pieces(atLeast(range, LEAST_RANGE_MS), LONGEST_RANGE_MS)) {
          const query = new URLSearchParams({
            location,
            time: instant(from),
            toTime: instant(to),
          });
          const question = {
            path: `/emissions/bylocation?${query}`,
            accept: [EMPTY],
            freshForMs: MINUTE_MS,
            standIn: { forMs: DAY_MS },
          };
          const { value: rows } = await ask.shaped(question, (body, status) =>
            status === EMPTY ? [] : shaped(NAMES, Emissions, body),
          );
          points.push(
            ...rows.map(({ time, rating }) => ({
              at: time,
              gramsPerKwh: rating,
              quality: "estimated" as const, // it does not say which are measured
            })),
          );
        }
        return gridded(points, refuse);
      },
      async forecast(_, ask) {
        const question = {
          path: `/emissions/forecasts/current?${new URLSearchParams({ location })}`,
          accept: [EMPTY, NO_FORECAST],
          freshForMs: MINUTE_MS,
          standIn: { as: `${NAME} forecast ${baseUrl} ${location} ${signalKind}`, forMs: DAY_MS / 2 },
        };
        const { value: forecasts, receivedAt } = await ask.shaped(question, (body, status) =>
          status === EMPTY || status === NO_FORECAST ? undefined : shaped(NAMES, Forecasts, body),
        );
        if (!forecasts) return undefined;
        const rows = forecasts[0]?.forecastData ?? [];
        const points = rows.map(({ timestamp, value }) => ({
          at: timestamp,
          gramsPerKwh: value,
          quality: "estimated" as const,
        }));
        return { ...gridded(points, refuse), receivedAt };
      },
    },
    deps,
  );
}

const instant = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
