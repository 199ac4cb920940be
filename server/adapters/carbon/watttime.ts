import { z } from "zod";
import { DAY_MS, MINUTE_MS } from "#server/domain/clock.ts";
import type { WattTimeConfig } from "#server/domain/carbon/source-config-network.ts";
import type { CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { shaped, type Ask, type Question } from "./ask.ts";
import type { SourceDeps } from "./deps.ts";
import { networkSource, secretOf } from "./network-source.ts";
import { pieces, type Point } from "./slots.ts";

const NAME = "watttime";
const TITLE = "WattTime";
const STEP_MS = 5 * MINUTE_MS;
const LONGEST_RANGE_MS = 32 * DAY_MS;
/** A token is good for 30 min; renewed before, and when it is refused all the same. */
const TOKEN_MS = 25 * MINUTE_MS;
const GRAMS_PER_KWH_OF_LBS_PER_MWH = 0.453592;

const Login = z.object({ token: z.string().min(1) });
const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
/** A marginal 0 is kept: where wind is curtailed, one kWh more emits nothing. */
const answerOf = (region: string) =>
  z.object({
    data: z.array(
      z.object({
        point_time: Instant,
        value: z.number().nonnegative().nullable(),
        imputed_data_used: z.boolean().nullish(),
      }),
    ),
    // Of another unit, signal or region a number would be wrong without a word.
    meta: z.object({
      region: z.literal(region),
      signal_type: z.literal("co2_moer"),
      units: z.literal("lbs_co2_per_mwh"),
      data_point_period_seconds: z.literal(STEP_MS / 1_000),
    }),
  });
type Row = z.infer<ReturnType<typeof answerOf>>["data"][number];

/** Marginal emissions (MOER), every five minutes, with a forecast of 24 h. */
export function createWattTime(
  config: WattTimeConfig,
  zone: string,
  deps: SourceDeps,
): CarbonIntensitySource {
  const { region } = config;
  const username = secretOf(deps, TITLE, "username", "a user name");
  const password = secretOf(deps, TITLE, "password", "a password");
  const basic = Buffer.from(`${username}:${password}`).toString("base64");
  const schema = answerOf(region);

  async function tokenOf(ask: Ask, renew: boolean): Promise<string> {
    const { value } = await ask.parsed(
      {
        path: "/login",
        limit: "watttime-login",
        lane: "watttime login",
        headers: { authorization: `Basic ${basic}` },
        freshForMs: TOKEN_MS,
        renew,
      },
      Login,
    );
    return value.token;
  }

  async function read(what: string, query: Record<string, string>, ask: Ask, more: Partial<Question>) {
    const path = `/v3/${what}?${new URLSearchParams({ region, signal_type: "co2_moer", ...query })}`;
    const withToken = async (renew: boolean) => {
      const token = await tokenOf(ask, renew);
      const conceal = [password, basic, token];
      const headers = { authorization: `Bearer ${token}` };
      const question = { path, headers, conceal, ...(renew ? {} : { accept: [401] }), ...more };
      return ask.shaped(question, (body, status) =>
        status === 401 ? undefined : shaped({ source: NAME, title: TITLE }, schema, body).data,
      );
    };
    const first = await withToken(false);
    const { value, receivedAt } = first.status === 401 ? await withToken(true) : first;
    return { rows: value ?? [], receivedAt };
  }

  return networkSource(
    {
      name: NAME,
      zone: { zone, name: region },
      config,
      profile: {
        title: TITLE,
        limit: NAME,
        baseUrl: deps.baseUrl ?? "https://api.watttime.org",
        conceal: [password, basic],
      },
      gridMs: STEP_MS,
      async history(range, ask) {
        const points: Point[] = [];
        for (const { from, to } of pieces(range, LONGEST_RANGE_MS)) {
          const query = { start: instant(from), end: instant(to), include_imputed_marker: "true" };
          const { rows } = await read("historical", query, ask, {
            freshForMs: MINUTE_MS,
            standIn: { forMs: DAY_MS },
          });
          points.push(...rows.map(pointOf));
        }
        return { stepMs: STEP_MS, points };
      },
      async forecast(_, ask) {
        const standIn = { as: `${NAME} forecast ${region}`, forMs: DAY_MS / 4 };
        const query = { horizon_hours: "24" };
        const { rows, receivedAt } = await read("forecast", query, ask, { freshForMs: MINUTE_MS, standIn });
        return { stepMs: STEP_MS, points: rows.map(pointOf), receivedAt };
      },
    },
    deps,
  );
}

const instant = (at: number) => `${new Date(at).toISOString().slice(0, 19)}+00:00`;

const pointOf = ({ point_time: at, value, imputed_data_used: imputed }: Row): Point => ({
  at,
  gramsPerKwh: value === null ? null : value * GRAMS_PER_KWH_OF_LBS_PER_MWH,
  quality: imputed ? "estimated" : "measured",
});
