import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { capturedGrams, slotsIn } from "./curve.ts";
import { checkQuery, Refused, startFake, type FakeRequest, type Reply } from "./fake-server.ts";

export const EM_TOKEN = "em-token-of-the-test";
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;
const SHAPE = { zone: /^(DE|FR|US-CAL-CISO)$/, emissionFactorType: /^(lifecycle|direct)$/ };
const INVALID: Reply = { status: 400, body: { error: "Bad request" } };

/** Electricity Maps' v3 API. `plan.free`: as for one who pays nothing, without past-range and forecast. */
export const startFakeElectricityMaps = (now: () => Date, plan = { free: false }) =>
  startFake((request) => replyTo(request, +now(), plan.free));

function replyTo({ path, query, headers }: FakeRequest, now: number, free: boolean): Reply {
  if (headers["auth-token"] !== EM_TOKEN)
    throw new Refused("the token", { status: 401, body: { error: "Invalid auth-token" } });
  const [, what] = /^\/v3\/carbon-intensity\/(history|past-range|forecast)$/.exec(path) ?? [];
  if (!what) throw new Refused(path, { status: 404, body: { error: "Not found" } });
  const zone = query.get("zone");
  const emissionFactorType = query.get("emissionFactorType");
  const hours = (from: number, to: number) =>
    slotsIn(from, to, HOUR_MS).map((at) => ({
      zone,
      carbonIntensity: capturedGrams(at),
      datetime: new Date(at).toISOString(),
      updatedAt: new Date(now).toISOString(),
      createdAt: new Date(at - 3 * DAY_MS).toISOString(),
      emissionFactorType,
      isEstimated: at > now - 3 * HOUR_MS,
      estimationMethod: at > now - 3 * HOUR_MS ? "TIME_SLICER_AVERAGE" : null,
    }));
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;

  if (what === "past-range") {
    checkQuery(query, { ...SHAPE, start: INSTANT, end: INSTANT }, INVALID);
    const [from, to] = [Date.parse(query.get("start") ?? ""), Date.parse(query.get("end") ?? "")];
    if (to - from > 10 * DAY_MS) throw new Refused("more than 10 days", INVALID);
    if (free) return { status: 401, body: { error: "Your plan does not include this endpoint" } };
    return { status: 200, body: { zone, data: hours(from, Math.min(to, now)) } };
  }
  checkQuery(query, SHAPE, INVALID);
  if (what === "history") return { status: 200, body: { zone, history: hours(hour - 23 * HOUR_MS, now) } };
  if (free) return { status: 401, body: { error: "Your plan does not include this endpoint" } };
  const forecast = hours(hour, hour + 25 * HOUR_MS).map(({ datetime, carbonIntensity }) => ({
    carbonIntensity: carbonIntensity + 4,
    datetime,
  }));
  return { status: 200, body: { zone, forecast, updatedAt: new Date(now).toISOString() } };
}
