import { afterAll, beforeAll, expect, test } from "vitest";
import { createCarbonRepo } from "#server/adapters/db/carbon.ts";
import { createSettingRepo } from "#server/adapters/db/setting.ts";
import { createTestDatabase, type TestDatabase } from "#server/adapters/db/testing.ts";
import type { App } from "#server/context.ts";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { CompareRegions, compareRegions } from "./compare-regions.ts";

const NOW = new Date("2026-11-22T14:20:00Z");
const hour = (ahead: number) => new Date(Math.floor(+NOW / HOUR_MS + ahead) * HOUR_MS);
const actor = { kind: "user" as const, id: "u", name: "Ada", role: "viewer" as const };

let database: TestDatabase;
let app: App;
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  for (const [zone, name] of [
    ["DE", "Germany"],
    ["FR", "France"],
    ["FI", "Finland"],
  ] as const)
    await db.carbonZone.create({
      data: { zone, name, sources: { create: { position: 0, source: "recorded" } } },
    });
  app = {
    carbon: createCarbonRepo(db),
    settings: createSettingRepo(db),
    clock: { rate: 1, now: () => NOW },
    actor,
  } as unknown as App;
  await save("DE", 300 * 24, 0, (ahead) => (ahead < -24 ? 300 : 500));
  await save("FR", 300 * 24, 0, () => 50);
  await save("FI", 10, 30, () => 100);
});
afterAll(() => database.drop());

/** So many hourly readings, the newest of which ended `before` hours ago; and a forecast of 24 h, but of Finland. */
async function save(zone: string, hours: number, before: number, grams: (ahead: number) => number) {
  const series = { zone, kind: "average" as const };
  const aheads = Array.from({ length: hours }, (_, index) => index - hours - before);
  await app.carbon.saveReadings(
    series,
    "recorded",
    aheads.map((ahead) => ({
      startsAt: hour(ahead),
      stepMs: HOUR_MS,
      gramsPerKwh: grams(ahead),
      quality: "measured" as const,
    })),
    NOW,
  );
  if (before > 0) return;
  const forecast = {
    generatedAt: hour(0),
    startsAt: hour(0),
    stepMs: HOUR_MS,
    gramsPerKwh: Array.from({ length: 30 }, () => 2 * grams(-1)),
    method: "recorded",
  };
  await app.carbon.saveForecast(series, "recorded", { forecast, errorPercent: null });
}
const compare = (...regions: string[]) => compareRegions(app, CompareRegions.parse({ regions }));

test("each region has its grid's now, next 24 h and year, and how many days that is of", async () => {
  const { regions, suggestion } = await compare("eu-central-1", "eu-west-3", "eu-central-1");
  expect(regions).toEqual([
    {
      region: "eu-central-1",
      provider: "AWS",
      gridZone: "DE",
      gridName: "Germany",
      setByPerson: false,
      watched: true,
      signalKind: "average",
      provenance: expect.any(String),
      now: { gramsPerKwh: 500, endedAt: hour(0) },
      staleSince: null,
      next24h: { gramsPerKwh: 1_000, knownMs: DAY_MS, generatedAt: hour(0) },
      year: { gramsPerKwh: expect.closeTo(300 + 200 / 300, 6), days: 301 },
      published: { gramsPerKwh: 338, source: "EEA", area: "Germany" },
    },
    expect.objectContaining({ region: "eu-west-3", gridZone: "FR", year: { gramsPerKwh: 50, days: 301 } }),
  ]);
  expect(suggestion).toMatchObject({ region: "eu-west-3", basis: "year" });
});

test("what is not known is null: an old reading, a grid that nobody watches, a place that nobody knows", async () => {
  const { regions } = await compare("hel1", "eu-west-1", "atlantis");
  expect(regions[0]).toMatchObject({
    gridZone: "FI",
    watched: true,
    now: null,
    staleSince: hour(-30),
    next24h: null,
    year: { gramsPerKwh: 100, days: 2 },
    published: null,
  });
  expect(regions[1]).toMatchObject({
    gridZone: "IE",
    gridName: "IE",
    watched: false,
    signalKind: null,
    now: null,
    next24h: null,
    year: null,
    published: { gramsPerKwh: 316, source: "EEA" },
  });
  expect(regions[2]).toMatchObject({ provider: null, gridZone: null, gridName: null, watched: false });
});

test("a grid that a person set goes before the table", async () => {
  const audit = { actor, action: "setting.places", at: NOW };
  await app.settings.savePlaces({ atlantis: "FR", "us-east-1": "DE" }, audit);
  const { regions } = await compare("atlantis", "us-east-1");
  expect(regions[0]).toMatchObject({ gridZone: "FR", setByPerson: true, provider: null, watched: true });
  expect(regions[1]).toMatchObject({ gridZone: "DE", published: { area: "Germany" } });
});

test.each([[[]], [[""]], [Array.from({ length: 151 }, (_, n) => `r${n}`)]])(
  "%j cannot be compared, and says why",
  (regions) => {
    expect(CompareRegions.safeParse({ regions }).error?.issues[0]?.message).toMatch(/\.$/);
  },
);
