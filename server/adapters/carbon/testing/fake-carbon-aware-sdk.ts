import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import captured from "../fixtures/carbon-aware-sdk-de.json" with { type: "json" };
import { slotsIn } from "./curve.ts";
import { checkQuery, Refused, startFake, type FakeRequest, type Reply } from "./fake-server.ts";

const STEP_MS = 15 * MINUTE_MS;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const ratings = captured.Emissions.map(({ Rating }) => Rating);
const ratingAt = (at: number) => ratings[(at / STEP_MS) % ratings.length] ?? 0;

/** The SDK's WebAPI over captured emissions. `sdk.forecasts` false: with a data source that gives none. */
export const startFakeCarbonAwareSdk = (now: () => Date, sdk = { forecasts: true }) =>
  startFake((request) => replyTo(request, +now(), sdk.forecasts));

function replyTo({ path, query }: FakeRequest, now: number, forecasts: boolean): Reply {
  const invalid = problem(400, "ArgumentException");
  const location = query.get("location");
  if (path === "/emissions/bylocation") {
    checkQuery(query, { location: /^de$/, time: INSTANT, toTime: INSTANT }, invalid);
    const [from, to] = [Date.parse(query.get("time") ?? ""), Date.parse(query.get("toTime") ?? "")];
    const slots = slotsIn(from, Math.min(to + 1, now), STEP_MS);
    if (slots.length === 0) return { status: 204, body: undefined };
    const body = slots.map((at) => ({ location, time: iso(at), rating: ratingAt(at), duration: "00:15:00" }));
    return { status: 200, body };
  }
  if (path === "/emissions/forecasts/current") {
    checkQuery(query, { location: /^de$/ }, invalid);
    if (!forecasts) return problem(501, "NotImplementedException");
    const from = Math.floor(now / STEP_MS) * STEP_MS;
    const forecastData = slotsIn(from, from + 30 * HOUR_MS, STEP_MS).map((at) => ({
      location,
      timestamp: iso(at),
      duration: 15,
      value: ratingAt(at),
    }));
    const at = { requestedAt: iso(now), generatedAt: iso(from), windowSize: 15 };
    return {
      status: 200,
      body: [{ ...at, location, optimalDataPoints: forecastData.slice(0, 1), forecastData }],
    };
  }
  throw new Refused(path, problem(404, "Not Found"));
}

const problem = (status: number, title: string): Reply => ({ status, body: { status, title } });
const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}+00:00`;
