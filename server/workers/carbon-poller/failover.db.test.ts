import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCarbonHttp } from "#server/adapters/carbon/http.ts";
import { createCarbonRepo, type CarbonRepo } from "#server/adapters/db/carbon.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { EMISSION_FACTORS } from "#server/domain/carbon/fuel-mix.ts";
import type { Intensity } from "#server/domain/carbon/intensity.ts";
import { SourceError, type CarbonIntensitySource } from "#server/domain/carbon/source.ts";
import { Waiting } from "#server/domain/errors.ts";
import { carbonPoller } from "./controller.ts";

const NOON = new Date("2026-11-22T12:00:20Z");
const { signal } = new AbortController();
const audit = { actor: { id: "u", name: "Ada" }, action: "carbon.save-zone", at: NOON };
const series = { zone: "DE", kind: "average" as const };
const everything = { from: new Date(0), to: new Date("2100-01-01") };

let database: TestDatabase;
let carbon: CarbonRepo;
let now: Date;
let signalled: string[];
/** What each source was asked for: "energy-charts 2 h". */
let asked: { source: string; from: Date; to: Date }[];
/** By source: what it does instead of answering. */
let faults: Record<string, () => Error>;
/** By source: the oldest instant it knows, its step, and how late it is. */
let knows: Record<string, { since: number; stepMs: number; lateMs?: number; earlier?: string }>;

beforeAll(async () => {
  database = await createTestDatabase();
  carbon = createCarbonRepo(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  now = NOON;
  asked = [];
  signalled = [];
  faults = {};
  knows = {};
  await carbon.removeZone("DE", audit);
  await carbon.saveZone({ zone: "DE", name: "Germany", sources: [MAPS, CHARTS] }, audit);
});
const MAPS = { source: "electricity-maps", config: { emissionFactorType: "lifecycle" }, accountId: null };
const CHARTS = { source: "energy-charts", config: { country: "de" }, accountId: null };

function fake(name: string): CarbonIntensitySource {
  const known = () => knows[name] ?? { since: +NOON - 500 * DAY_MS, stepMs: HOUR_MS };
  return {
    name,
    signalKind: "average",
    provenance: name,
    zones: async () => [],
    async history(_, { from, to }) {
      asked.push({ source: name, from, to });
      const fault = faults[name];
      if (fault) throw fault();
      const { since, stepMs, lateMs = 0 } = known();
      const readings: Intensity[] = [];
      const first = Math.ceil(Math.max(+from, since) / stepMs) * stepMs;
      for (let at = first; at < +to && at + stepMs <= +now - lateMs; at += stepMs) {
        readings.push({ startsAt: new Date(at), stepMs, gramsPerKwh: 200, quality: "measured" });
      }
      return readings;
    },
    forecast: async () => undefined,
    standIn: () => known().earlier,
  };
}
const poller = () =>
  carbonPoller({
    carbon,
    carbonHttp: createCarbonHttp({ clock: { rate: 600, now: () => now } }),
    sourceKeys: { open: async () => ({}) },
    settings: { emissionFactors: async () => EMISSION_FACTORS },
    clock: { rate: 600, now: () => now },
    live: { publish: async () => undefined },
    onSignal: async (zone) => void signalled.push(zone),
    makeSource: ({ source }) => fake(source),
  });
const refuses = () => new SourceError("electricity-maps", "Electricity Maps refuses the key (401).");
const provenance = async () => (await carbon.signalOf("DE", now))?.provenance.replaceAll("\u00a0", " ");
const givenBy = async () =>
  (
    await database.db.intensityReading.findMany({
      where: { zone: "DE" },
      orderBy: { startsAt: "desc" },
      take: 2,
    })
  ).map(({ source, startsAt }) => [source, startsAt.toISOString().slice(11, 16)]);

test("the next speaks while the first fails, says so, and steps back when the first answers again", async () => {
  const loop = poller();
  await loop.reconcile("DE", signal);
  expect(await provenance()).toBe("Electricity Maps, lifecycle");

  now = new Date(+NOON + HOUR_MS);
  faults = { "electricity-maps": refuses };
  await loop.reconcile("DE", signal);
  expect(await provenance()).toBe(
    "Energy-Charts (Fraunhofer ISE), de, since 13:00 UTC as Electricity Maps refuses the key (401)",
  );
  expect(await givenBy()).toEqual([
    ["energy-charts", "12:00"],
    ["electricity-maps", "11:00"],
  ]);

  now = new Date(+NOON + 2 * HOUR_MS);
  await loop.reconcile("DE", signal);
  expect(await provenance()).toContain("since 13:00"); // since the first failure, not the last

  now = new Date(+NOON + 3 * HOUR_MS);
  faults = {};
  await loop.reconcile("DE", signal);
  expect(await provenance()).toBe("Electricity Maps, lifecycle");
  expect(await givenBy()).toEqual([
    ["electricity-maps", "14:00"],
    ["energy-charts", "13:00"],
  ]);
  expect((await carbon.findZone("DE"))?.sources.map(({ failure }) => failure)).toEqual([null, null]);
  expect(signalled).toHaveLength(4);
});

test("over what another gave nothing is kept: slots of two steps never overlap", async () => {
  knows = { "energy-charts": { since: 0, stepMs: HOUR_MS / 4 } };
  const loop = poller();
  await loop.reconcile("DE", signal);
  now = new Date(+NOON + HOUR_MS);
  faults = { "electricity-maps": refuses };
  await loop.reconcile("DE", signal);
  const readings = await carbon.readings(series, { from: new Date(+NOON - 3 * HOUR_MS), to: now });
  expect(readings.map(({ stepMs }) => stepMs / HOUR_MS)).toEqual([1, 1, 0.25, 0.25, 0.25, 0.25]);
  // a forecast on the new step, made from both
  expect((await carbon.forecastKnownAt(series, now))?.forecast.stepMs).toBe(HOUR_MS / 4);
});

test("a source that asks for a pause is left alone while the next speaks", async () => {
  faults = {
    "electricity-maps": () =>
      new SourceError("electricity-maps", "Electricity Maps is asked too often (429).", 10_000),
  };
  const loop = poller();
  await loop.reconcile("DE", signal);
  asked = [];
  now = new Date(+NOON + HOUR_MS); // 6 s at this rate
  await loop.reconcile("DE", signal);
  expect(new Set(asked.map(({ source }) => source))).toEqual(new Set(["energy-charts"]));
  now = new Date(+NOON + 2 * HOUR_MS);
  await loop.reconcile("DE", signal);
  expect(asked.map(({ source }) => source)).toContain("electricity-maps");
});

test("nobody answers: each says why on itself, and the zone says both", async () => {
  faults = {
    "electricity-maps": () =>
      new SourceError("electricity-maps", "Electricity Maps is asked too often (429).", 60_000),
    "energy-charts": () => new SourceError("energy-charts", "Energy-Charts is failing (502).", 30_000),
  };
  await expect(poller().reconcile("DE", signal)).rejects.toEqual(
    new Waiting("AskedTooOften", "Electricity Maps is asked too often (429).", 30_000 * 600),
  );
  expect((await carbon.findZone("DE"))?.sources.map(({ failure }) => failure?.message)).toEqual([
    "Electricity Maps is asked too often (429).",
    "Energy-Charts is failing (502).",
  ]);
  expect(signalled).toEqual([]);
});

test("an answer from before gives way to a fresh one, and is better than none", async () => {
  const earlier = "Electricity Maps cannot be reached; this is its answer of 11:30.";
  knows = { "electricity-maps": { since: 0, stepMs: HOUR_MS, earlier } };
  const loop = poller();
  await loop.reconcile("DE", signal);
  expect(await provenance()).toContain("Energy-Charts (Fraunhofer ISE), de, since 12:00");
  faults = { "energy-charts": () => new SourceError("energy-charts", "Energy-Charts is failing (502).") };
  expect(await loop.reconcile("DE", signal)).toBeDefined();
});

test("a source that is too late to decide by gives way, and speaks again when it has caught up", async () => {
  knows = { "electricity-maps": { since: 0, stepMs: HOUR_MS, lateMs: 5 * HOUR_MS } };
  const loop = poller();
  await loop.reconcile("DE", signal);
  expect(await provenance()).toBe(
    "Energy-Charts (Fraunhofer ISE), de, since 12:00 UTC as Electricity Maps answers, but its newest reading is of 06:00 UTC",
  );
  expect(await givenBy()).toEqual([
    ["energy-charts", "11:00"],
    ["energy-charts", "10:00"],
  ]);
  knows = {};
  await loop.reconcile("DE", signal);
  expect(await provenance()).toBe("Electricity Maps, lifecycle");
});

test("a source that is always a day late speaks, and is foreseen from anew at each of its readings", async () => {
  const EIA = { source: "eia", config: { respondent: "CISO" }, accountId: null };
  await carbon.saveZone({ zone: "DE", name: "Germany", sources: [EIA, CHARTS] }, audit);
  knows = { eia: { since: 0, stepMs: HOUR_MS, lateMs: DAY_MS } };
  const loop = poller();
  for (const hour of [0, 1, 1.5, 2]) {
    now = new Date(+NOON + hour * HOUR_MS);
    await loop.reconcile("DE", signal);
  }
  const vintages = await carbon.vintages(series, everything);
  expect(vintages.map(({ generatedAt }) => (+generatedAt - +NOON) / HOUR_MS)).toEqual([0, 1, 2]);
  expect(await provenance()).toBe("EIA, CISO, fuel mix × emission factors");
  expect(await carbon.signalOf("DE", now)).toMatchObject({ latenessMs: 36 * HOUR_MS });

  knows = { eia: { since: 0, stepMs: HOUR_MS, lateMs: 2 * DAY_MS } };
  now = new Date(+NOON + 3 * HOUR_MS);
  await loop.reconcile("DE", signal);
  expect(await provenance()).toContain("Energy-Charts (Fraunhofer ISE), de, since 15:00");
});

test("over the network the past comes two weeks a pass, newest first, after the present, to where there is none", async () => {
  await carbon.saveZone({ zone: "DE", name: "Germany", sources: [CHARTS] }, audit);
  knows = { "energy-charts": { since: +NOON - 60 * DAY_MS, stepMs: HOUR_MS } };
  const loop = poller();
  const past: (Date | null | undefined)[] = [];
  for (let pass = 0; pass < 4; pass++) {
    await loop.reconcile("DE", signal);
    past.push((await carbon.findZone("DE"))?.backfilledTo);
  }
  const days = (count: number) => new Date(+NOON - count * DAY_MS);
  expect(past).toEqual([days(49), days(63), days(400), days(400)]);
  expect(asked).toHaveLength(4 + 3);
  expect((await carbon.readings(series, everything))[0]?.startsAt).toEqual(
    new Date(Math.ceil(+days(60) / HOUR_MS) * HOUR_MS),
  );
});

test("a past that is refused disturbs nothing, and is asked for again the next day", async () => {
  await carbon.saveZone({ zone: "DE", name: "Germany", sources: [CHARTS] }, audit);
  const loop = poller();
  const inner = fake("energy-charts");
  const history = inner.history.bind(inner);
  const picky = carbonPoller({
    carbon,
    carbonHttp: createCarbonHttp({ clock: { rate: 600, now: () => now } }),
    sourceKeys: { open: async () => ({}) },
    settings: { emissionFactors: async () => EMISSION_FACTORS },
    clock: { rate: 1, now: () => now },
    live: { publish: async () => undefined },
    onSignal: async (zone) => void signalled.push(zone),
    makeSource: () => ({
      ...inner,
      async history(zone, range, aborted) {
        const readings = await history(zone, range, aborted);
        if (+range.to < +NOON - DAY_MS)
          throw new SourceError("energy-charts", "Energy-Charts refuses the range.");
        return readings;
      },
    }),
  });
  await picky.reconcile("DE", signal);
  await picky.reconcile("DE", signal);
  expect(asked).toHaveLength(3);
  expect((await carbon.findZone("DE"))?.sources[0]?.failure).toBeNull();
  expect((await carbon.findZone("DE"))?.backfilledTo).toBeNull();
  now = new Date(+NOON + DAY_MS + 1);
  await loop.reconcile("DE", signal);
  expect((await carbon.findZone("DE"))?.backfilledTo).not.toBeNull();
});

test("once it is there, a pass asks for nothing of the past, however time goes on", async () => {
  await carbon.saveZone(
    { zone: "DE", name: "Germany", sources: [{ source: "recorded", config: {}, accountId: null }] },
    audit,
  );
  const loop = poller();
  await loop.reconcile("DE", signal);
  expect(asked.length).toBe(5); // the present, and the year in four batches
  asked = [];
  now = new Date(+NOON + 10 * DAY_MS);
  await loop.reconcile("DE", signal);
  expect(asked).toHaveLength(1);
});
