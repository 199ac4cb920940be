import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { ENTSOE_MW } from "./testing/fake-entsoe.ts";
import type { Fake } from "./testing/fake-server.ts";
import { changed, right } from "./testing/faults.ts";
import { quickHttp } from "./testing/http.ts";
import { NETWORK_CASES, sourceOf, type NetworkCase } from "./testing/sources.ts";

/** What an API says wrongly in a right form: null, 0, less than 0, words, and times after now. */

const NOW = new Date("2026-11-22T14:47:13Z");
const { signal } = new AbortController();
const lastDay = { from: new Date(+NOW - DAY_MS + HOUR_MS), to: NOW };

type Json = Record<string, unknown>;
type Rows = Record<string, unknown>[];
interface Wrong {
  /** Puts a value in place of every measured one. */
  set: (body: unknown, value: unknown) => unknown;
  /** A true 0 is possible in this signal. */
  zeroIsKept: boolean;
  negative: "refused" | "gap";
}

const inEach = (rows: (body: Json) => Rows, key: string) => (body: unknown, value: unknown) => {
  for (const row of rows(body as Json)) row[key] = value;
  return body;
};
const WRONG: Record<string, Wrong> = {
  "uk-carbon-intensity": {
    set: inEach((body) => (body["data"] as Rows).map(({ intensity }) => intensity as Json), "actual"),
    zeroIsKept: true,
    negative: "refused",
  },
  "uk-carbon-intensity, London": {
    set: inEach(
      (body) => ((body["data"] as Json)["data"] as Rows).map((half) => half["intensity"] as Json),
      "forecast",
    ),
    zeroIsKept: true,
    negative: "refused",
  },
  "energy-charts, quarter-hourly": {
    set: (body, value) => ({
      ...(body as Json),
      co2eq: ((body as Json)["co2eq"] as unknown[]).map(() => value),
    }),
    zeroIsKept: false,
    negative: "refused",
  },
  energinet: {
    set: inEach((body) => body["records"] as Rows, "CO2Emission"),
    zeroIsKept: true,
    negative: "refused",
  },
  "electricity-maps": {
    set: inEach((body) => body["history"] as Rows, "carbonIntensity"),
    zeroIsKept: false,
    negative: "refused",
  },
  watttime: { set: inEach((body) => body["data"] as Rows, "value"), zeroIsKept: true, negative: "refused" },
  "carbon-aware-sdk": {
    set: inEach((body) => body as unknown as Rows, "rating"),
    zeroIsKept: false,
    negative: "gap",
  },
  "http-signal": {
    set: (body, value) => {
      const { history } = body as { history: { gramsPerKwh: unknown[] } };
      history.gramsPerKwh = history.gramsPerKwh.map(() => value);
      return body;
    },
    zeroIsKept: true,
    negative: "refused",
  },
};

const fakes = new Map<string, Fake>();
beforeAll(async () => {
  for (const each of NETWORK_CASES) fakes.set(each.label, await each.start(() => NOW));
});
afterAll(async () => {
  for (const fake of fakes.values()) await fake.stop();
});
beforeEach(() => {
  for (const fake of fakes.values()) fake.faults.length = 0;
});

/** The readings of the last day when the answer is changed so. */
function said(each: NetworkCase, change: (body: unknown) => unknown) {
  const fake = fakes.get(each.label);
  const { clock, http } = quickHttp(() => NOW);
  if (each.source === "watttime") fake?.faults.push(right); // the login
  fake?.faults.push(changed(change));
  return sourceOf(each, { clock, http, baseUrl: fake?.url ?? "" }).history(each.zone, lastDay, signal);
}

const single = NETWORK_CASES.flatMap((each) => {
  const wrong = WRONG[each.label];
  return wrong ? [{ ...each, ...wrong }] : [];
});
describe.each(single)("$label", (each) => {
  const { set, zeroIsKept, negative, title } = each;
  test("null is a gap", async () => {
    expect(await said(each, (body) => set(body, null))).toEqual([]);
  });
  test(zeroIsKept ? "0 is a reading" : "0 stands for nothing: a gap", async () => {
    const readings = await said(each, (body) => set(body, 0));
    expect(readings.length > 0).toBe(zeroIsKept);
    expect(readings.every(({ gramsPerKwh }) => gramsPerKwh === 0)).toBe(true);
  });
  test(`less than 0 is ${negative === "gap" ? "a gap" : "refused"}`, async () => {
    const readings = said(each, (body) => set(body, -1));
    if (negative === "gap") expect(await readings).toEqual([]);
    else await expect(readings).rejects.toThrow(`${title} sent an answer of another shape: `);
  });
  test("a word is refused", async () => {
    const readings = said(each, (body) => set(body, "low"));
    await expect(readings).rejects.toThrow(`${title} sent an answer of another shape: `);
  });
});

/** Every time in the answer moved, whatever its format. */
function moved(body: unknown, byMs: number): unknown {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const shifted = text
    .replace(/\d{4}-\d\d-\d\dT\d\d(:\d\d(:\d\d(\.\d{3})?)?)?(?=Z|\+00:00|")/g, (instant) => {
      const iso = new Date(Date.parse(`${instant.padEnd(16, ":00")}Z`) + byMs).toISOString();
      return iso.slice(0, instant.length);
    })
    .replace(/(?<=[[,])1[67]\d{8}(?=[\],])/g, (seconds) => String(Number(seconds) + byMs / 1_000));
  return typeof body === "string" ? shifted : (JSON.parse(shifted) as unknown);
}
const at = (readings: { startsAt: Date; stepMs: number }[]) =>
  readings.map(({ startsAt, stepMs }) => +startsAt + stepMs);

describe.each(NETWORK_CASES)("$label: a provider whose clock is", (each) => {
  test("an hour fast: nothing after now is a reading", async () => {
    const readings = await said(each, (body) => moved(body, HOUR_MS));
    expect(Math.max(...at(readings), 0)).toBeLessThanOrEqual(+NOW);
  });
  test("four days fast: it is said", async () => {
    await expect(said(each, (body) => moved(body, 4 * DAY_MS))).rejects.toThrow(
      new RegExp(
        `^${each.title} dates its readings \\d+.h.* after this machine's now: one of the two clocks is wrong\\.$`,
      ),
    );
  });
});

const mixOf = (label: string) => NETWORK_CASES.find((each) => each.label === label) as NetworkCase;
const eiaRows = (body: unknown) => ((body as Json)["response"] as Json)["data"] as Rows;
const newestOnly = (body: unknown, change: (rows: Rows) => void) => {
  const rows = eiaRows(body);
  change(rows.filter(({ period }) => period === rows.at(-1)?.["period"]));
  return body;
};

describe("a fuel mix", () => {
  const eia = mixOf("eia");
  const wide = { from: new Date(+NOW - 3 * DAY_MS), to: NOW };
  async function readings(each: NetworkCase, change: (body: unknown) => unknown) {
    const fake = fakes.get(each.label);
    const { clock, http } = quickHttp(() => NOW);
    fake?.faults.push(changed(change));
    return sourceOf(each, { clock, http, baseUrl: fake?.url ?? "" }).history(each.zone, wide, signal);
  }
  test.each<[string, (rows: Rows) => void, number]>([
    ["whole", () => undefined, 0],
    [
      "without its wind (null)",
      (rows) => Object.assign(rows.find(({ fueltype }) => fueltype === "WND") ?? {}, { value: null }),
      1,
    ],
    [
      "without its gas (another code)",
      (rows) => Object.assign(rows.find(({ fueltype }) => fueltype === "NG") ?? {}, { fueltype: "XYZ" }),
      1,
    ],
    [
      "without its coal, which is little",
      (rows) => Object.assign(rows.find(({ fueltype }) => fueltype === "COL") ?? {}, { value: null }),
      0,
    ],
    ["all 0", (rows) => rows.forEach((row) => Object.assign(row, { value: "0" })), 1],
  ])("of the newest hour %s", async (_, change, gaps) => {
    const whole = await readings(eia, (body) => body);
    expect(whole.length - (await readings(eia, (body) => newestOnly(body, change))).length).toBe(gaps);
  });
  test("with a fuel that has no factor, throughout: it is said", async () => {
    await expect(
      readings(
        eia,
        (body) => (
          eiaRows(body).forEach((row) => row["fueltype"] === "OTH" && (row["fueltype"] = "XYZ")),
          body
        ),
      ),
    ).rejects.toThrow("EIA gives a fuel mix that cannot be weighed: the fuel XYZ has no emission factor.");
  });
  test("in XML without its wind in the newest hours", async () => {
    const entsoe = mixOf("entsoe");
    const whole = await readings(entsoe, (body) => body);
    const wind = `<quantity>${ENTSOE_MW.B19}</quantity></Point>`;
    const less = await readings(entsoe, (body) => {
      const text = String(body);
      const end = text.indexOf("</TimeSeries>", text.indexOf("<psrType>B19"));
      const start = text.lastIndexOf("<TimeSeries>", end);
      const part = text.slice(start, end).replace("<curveType>A03", "<curveType>A01");
      const cutAt = part.indexOf(wind, part.indexOf(wind) + 1) + wind.length; // two of 71 hours have it
      return `${text.slice(0, start)}${part.slice(0, cutAt)}</Period>${text.slice(end)}`;
    });
    expect([whole.length, less.length]).toEqual([70, 1]);
    expect(less.every(({ gramsPerKwh }) => gramsPerKwh > 100)).toBe(true);
  });
});
