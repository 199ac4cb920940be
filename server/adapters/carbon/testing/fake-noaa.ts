import { HOUR_MS } from "#server/domain/clock.ts";
import { Refused, startFake, type FakeRequest, type Reply } from "./fake-server.ts";

const PLACE = /^\/points\/-?\d{1,2}(\.\d{0,3}[1-9])?,-?\d{1,3}(\.\d{0,3}[1-9])?$/;

/** The National Weather Service: a place, and the grid it lies in. */
export const startFakeNoaa = (now: () => Date) => startFake((request) => replyTo(request, +now()));

const problem = (status: number, title: string): Reply => ({ status, body: { title, status } });

function replyTo({ path, query, headers }: FakeRequest, now: number): Reply {
  if (!headers["user-agent"]?.startsWith("Karbonetes"))
    throw new Refused("no User-Agent", problem(403, "Forbidden"));
  if (query.size > 0) throw new Refused(`${path}?${query}`, problem(400, "Bad Request"));
  if (PLACE.test(path)) {
    const forecastGridData = "https://api.weather.gov/gridpoints/MTR/84,105";
    return { status: 200, body: { properties: { gridId: "MTR", gridX: 84, gridY: 105, forecastGridData } } };
  }
  if (path !== "/gridpoints/MTR/84,105") throw new Refused(path, problem(404, "Not Found"));
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const from = (hours: number) => new Date(hour + hours * HOUR_MS).toISOString().replace(".000Z", "+00:00");
  return {
    status: 200,
    body: {
      properties: {
        windSpeed: {
          uom: "wmoUnit:km_h-1",
          values: [
            { validTime: `${from(-2)}/PT3H`, value: 18 },
            { validTime: `${from(1)}/PT1H`, value: 0 },
            { validTime: `${from(2)}/P1DT2H`, value: 36 },
          ],
        },
        skyCover: {
          uom: "wmoUnit:percent",
          values: [
            { validTime: `${from(0)}/PT2H`, value: 71 },
            { validTime: `${from(2)}/PT1H`, value: null },
            { validTime: `${from(3)}/P1D`, value: 0 },
          ],
        },
      },
    },
  };
}
