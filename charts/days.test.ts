import { expect, test } from "vitest";
import { DAY_MS } from "#server/domain/clock.ts";
import { dateTicks, midnights } from "./days.ts";

const at = (text: string) => new Date(text);
const iso = (dates: readonly Date[]) => dates.map((each) => each.toISOString().slice(0, 16));

test.each<[string, string, string, string, string[]]>([
  [
    "days begin at midnight of the viewer's clock",
    "2026-08-24T10:00Z",
    "2026-08-26T10:00Z",
    "Europe/Berlin",
    ["2026-08-24T22:00", "2026-08-25T22:00"],
  ],
  [
    "a day of 23 hours is one day",
    "2026-03-28T12:00Z",
    "2026-03-31T00:00Z",
    "Europe/Berlin",
    ["2026-03-28T23:00", "2026-03-29T22:00", "2026-03-30T22:00"],
  ],
  [
    "a day of 25 hours is one day",
    "2026-10-24T12:00Z",
    "2026-10-27T00:00Z",
    "Europe/Berlin",
    ["2026-10-24T22:00", "2026-10-25T23:00", "2026-10-26T23:00"],
  ],
  ["half an hour off", "2026-08-24T10:00Z", "2026-08-25T10:00Z", "Asia/Kolkata", ["2026-08-24T18:30"]],
])("%s", (_, from, to, timeZone, expected) => {
  expect(iso(midnights(at(from), at(to), timeZone))).toEqual(expected);
});

test.each<[string, number, string[]]>([
  [
    "a week has its days",
    7,
    ["Tue 25 Aug", "Wed 26 Aug", "Thu 27 Aug", "Fri 28 Aug", "Sat 29 Aug", "Sun 30 Aug", "Mon 31 Aug"],
  ],
  ["a month has its Mondays", 30, ["31 Aug", "7 Sept", "14 Sept", "21 Sept"]],
  ["half a year has its months", 180, ["Sept", "Oct", "Nov", "Dec", "Jan 2027", "Feb"]],
])("%s", (_, days, expected) => {
  const from = at("2026-08-24T12:00Z");
  expect(dateTicks(from, new Date(+from + days * DAY_MS), "UTC", 860).map(({ text }) => text)).toEqual(
    expected,
  );
});
