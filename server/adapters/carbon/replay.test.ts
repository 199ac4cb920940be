import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "#server/domain/clock.ts";
import { REPLAY_PERIOD_MS } from "#server/domain/carbon/replay.ts";
import { createReplay } from "./replay.ts";
import { createRecorded } from "./recorded.ts";

const { signal } = new AbortController();
const clockAt = (text: string) => ({ rate: 1, now: () => new Date(text) });
const replay = (csv: string, now: string) =>
  createReplay({ csv, file: "mine.csv", zone: "DE", clock: clockAt(now) });
const hours = (from: string, count: number) =>
  [
    "utc,ci,forecast",
    ...Array.from(
      { length: count },
      (_, hour) => `${new Date(Date.parse(from) + hour * HOUR_MS).toISOString()},${hour},${hour + 1_000}`,
    ),
  ].join("\n");

test("a file of this year is replayed without a shift: today's hour is its own", async () => {
  const source = replay(hours("2026-11-20T00:00Z", 96), "2026-11-22T10:30:00Z");
  const readings = await source.history(
    "DE",
    { from: new Date("2026-11-22T08:00Z"), to: new Date("2026-11-23Z") },
    signal,
  );
  expect(readings.map(({ gramsPerKwh }) => gramsPerKwh)).toEqual([56, 57]);
});

test("the weekday is kept: a Sunday replays a Sunday", async () => {
  const recorded = createRecorded({ clock: clockAt("2026-11-22T14:30:00Z") });
  const [reading] = await recorded.history(
    "US-CAL-CISO",
    { from: new Date("2026-11-22T13:00Z"), to: new Date("2026-11-22T14:00Z") },
    signal,
  );
  const same = createRecorded({ clock: clockAt("2022-12-01T00:00:00Z") });
  const [then] = await same.history(
    "US-CAL-CISO",
    { from: new Date("2022-11-27T13:00Z"), to: new Date("2022-11-27T14:00Z") },
    signal,
  );
  expect(reading?.gramsPerKwh).toBe(then?.gramsPerKwh);
  expect(new Date("2026-11-22").getUTCDay()).toBe(new Date("2022-11-27").getUTCDay());
});

test("around the year's end the recorded grid goes on, week after week", async () => {
  const recorded = createRecorded({ clock: clockAt("2024-02-01T00:00:00Z") });
  const from = new Date("2023-12-20T00:00Z");
  const readings = await recorded.history("US-MIDA-PJM", { from, to: new Date(+from + 20 * DAY_MS) }, signal);
  expect(readings).toHaveLength(20 * 24);
});

test("a gap of the recording stays a gap", async () => {
  const gap = Date.parse("2022-01-05T10:00Z") + 4 * REPLAY_PERIOD_MS;
  const recorded = createRecorded({ clock: { rate: 1, now: () => new Date(gap + DAY_MS) } });
  const readings = await recorded.history(
    "US-CAL-CISO",
    { from: new Date(gap - 2 * HOUR_MS), to: new Date(gap + 2 * HOUR_MS) },
    signal,
  );
  expect(readings.map(({ startsAt }) => (+startsAt - gap) / HOUR_MS)).toEqual([-2, -1, 1]);
});

test("its forecast column is known 24 h ahead, from the slot that holds now, and no farther", async () => {
  const forecast = await replay(hours("2026-11-20T00:00Z", 120), "2026-11-22T10:30:00Z").forecast(
    "DE",
    signal,
  );
  expect(forecast?.startsAt).toEqual(new Date("2026-11-22T10:00Z"));
  expect(forecast?.gramsPerKwh).toEqual(Array.from({ length: 24 }, (_, ahead) => 1_058 + ahead));
});

test("a file of one day has nothing for the next, and says so", async () => {
  const source = replay(hours("2026-11-20T00:00Z", 24), "2026-11-22T10:30:00Z");
  await expect(source.history("DE", { from: new Date(0), to: new Date() }, signal)).rejects.toThrow(
    "mine.csv has nothing for now. It covers 2026-11-20 to 2026-11-21; today is replayed from 2025-11-23, a whole number of 52 weeks ago.",
  );
});

const SHARED = new URL("../../../../shared/data/", import.meta.url);
test.skipIf(!existsSync(SHARED))(
  "Germany 2020 is replayed at a quarter hour (skipped without ../shared/data)",
  async () => {
    const csv = readFileSync(new URL("lets-wait-awhile/ger_ci.csv", SHARED), "utf8");
    const source = createReplay({
      csv,
      file: "ger_ci.csv",
      zone: "DE",
      clock: clockAt("2026-11-22T14:30:00Z"),
    });
    const from = new Date("2026-10-22T14:30:00Z");
    const readings = await source.history("DE", { from, to: new Date("2027-01-01") }, signal);
    expect(readings).toHaveLength(31 * 96);
    expect(source.provenance).toBe("ger_ci.csv, replayed");
  },
);
