import { z } from "zod";
import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { Forecast } from "#server/domain/carbon/forecast.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import { provenanceOf, signalKindOf } from "#server/domain/carbon/source-config.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import type { SourceDeps } from "./deps.ts";

const NAME = "uk-carbon-intensity";
const TITLE = "UK Carbon Intensity";
const ZONE = { zone: "GB", name: "Great Britain" };
const STEP_MS = 30 * MINUTE_MS;
const LONGEST_RANGE_MS = 14 * DAY_MS;

const Instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/)
  .transform((text) => Date.parse(text));
const Grams = z.number().nonnegative().nullish();
const Answer = z.object({
  data: z.array(
    z.object({ from: Instant, to: Instant, intensity: z.object({ forecast: Grams, actual: Grams }) }),
  ),
});
type HalfHour = z.infer<typeof Answer>["data"][number];

/** Great Britain by NESO: half-hourly, keyless, with its own forecast of 48 h. */
export function createUkCarbonIntensity({
  clock,
  http,
  baseUrl = "https://api.carbonintensity.org.uk",
}: SourceDeps): CarbonIntensitySource {
  async function read(path: string, signal: AbortSignal): Promise<HalfHour[]> {
    const { body } = await http.get({ source: NAME, title: TITLE, url: `${baseUrl}${path}` }, signal);
    const answer = Answer.safeParse(body);
    if (!answer.success) {
      const [issue] = answer.error.issues;
      throw new SourceError(
        NAME,
        `${TITLE} sent an answer of another shape: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}.`,
      );
    }
    const { data } = answer.data;
    return data.filter(({ from, to }) => to - from === STEP_MS).toSorted((a, b) => a.from - b.from);
  }

  return {
    name: NAME,
    signalKind: signalKindOf(NAME),
    provenance: provenanceOf(NAME, {}),
    async zones() {
      return [ZONE];
    },
    async history(zone, { from, to }, signal) {
      checkZone(zone);
      signal.throwIfAborted();
      const now = clock.now();
      const until = Math.min(Math.ceil(+to / STEP_MS), Math.floor(+now / STEP_MS)) * STEP_MS;
      const readings = new Map<number, Intensity>();
      for (let start = Math.floor(+from / STEP_MS) * STEP_MS; start < until; start += LONGEST_RANGE_MS) {
        const end = Math.min(start + LONGEST_RANGE_MS, until);
        const halfHours = await read(`/intensity/${minute(start)}/${minute(end)}`, signal);
        for (const { from: at, intensity } of halfHours) {
          if (at < +from || at >= +to || at + STEP_MS > +now) continue;
          const grams = intensity.actual; // null or absent: not measured, and a forecast is no reading
          if (grams === null || grams === undefined) continue;
          readings.set(at, {
            startsAt: new Date(at),
            stepMs: STEP_MS,
            gramsPerKwh: grams,
            quality: "measured",
          });
        }
      }
      return [...readings.values()];
    },
    async forecast(zone, signal) {
      checkZone(zone);
      signal.throwIfAborted();
      const now = clock.now();
      const startsAt = Math.floor(+now / STEP_MS) * STEP_MS;
      return forecastOf(await read(`/intensity/${minute(startsAt)}/fw48h`, signal), startsAt, now);
    },
  };
}

function forecastOf(halfHours: readonly HalfHour[], startsAt: number, now: Date): Forecast | undefined {
  const ahead = halfHours.filter(({ from }) => from >= startsAt);
  const last = ahead.at(-1);
  if (!last) return undefined;
  const byStart = new Map(ahead.map(({ from, intensity }) => [from, intensity.forecast ?? null]));
  const gramsPerKwh = Array.from(
    { length: Math.round((last.from - startsAt) / STEP_MS) + 1 },
    (_, slot) => byStart.get(startsAt + slot * STEP_MS) ?? null,
  );
  if (gramsPerKwh.every((grams) => grams === null)) return undefined;
  return { generatedAt: now, startsAt: new Date(startsAt), stepMs: STEP_MS, gramsPerKwh, method: NAME };
}

/** The format the API takes: YYYY-MM-DDThh:mmZ. */
const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16)}Z`;

function checkZone(zone: string): void {
  if (zone !== ZONE.zone) throw new SourceError(NAME, `${TITLE} has GB (Great Britain), not ${zone}.`);
}
