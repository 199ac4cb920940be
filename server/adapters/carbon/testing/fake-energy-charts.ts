import { HOUR_MS, MINUTE_MS } from "#server/domain/clock.ts";
import { capturedGrams, slotsIn } from "./curve.ts";
import { checkQuery, Refused, startFake, type FakeRequest, type Reply } from "./fake-server.ts";

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/;
const STEPS: Readonly<Record<string, number>> = { de: 15, at: 15, fr: 60, ch: 60 };
/** The newest measured slot is over by so much; forecasts reach so far. */
const LATE_MS = 30 * MINUTE_MS;
const AHEAD_MS = 40 * HOUR_MS;

/** Energy-Charts, of a captured day. */
export const startFakeEnergyCharts = (now: () => Date) => startFake((request) => replyTo(request, +now()));

function replyTo({ path, query }: FakeRequest, now: number): Reply {
  if (path !== "/co2eq") throw new Refused(path, { status: 404, body: { detail: "Not Found" } });
  const invalid = { status: 422, body: { detail: [{ msg: "value is not a valid enumeration member" }] } };
  checkQuery(query, { country: /^(de|at|fr|ch)$/, start: INSTANT, end: INSTANT }, invalid);
  const stepMs = (STEPS[query.get("country") ?? ""] ?? 60) * MINUTE_MS;
  const [from, to] = [Date.parse(query.get("start") ?? ""), Date.parse(query.get("end") ?? "")];
  const slots = slotsIn(from, Math.min(to + 1, now + AHEAD_MS), stepMs); // its end is included
  const over = (at: number) => at + stepMs + (stepMs === HOUR_MS ? 0 : LATE_MS) <= now;
  return {
    status: 200,
    body: {
      unix_seconds: slots.map((at) => at / 1_000),
      co2eq: slots.map((at) => (over(at) ? capturedGrams(at) : null)),
      co2eq_forecast: slots.map((at) => (over(at) ? null : capturedGrams(at) + 3)),
      substitute: false,
      deprecated: false,
    },
  };
}
