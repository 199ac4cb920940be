import { expect, test } from "vitest";
import { timeZoneFrom, timeZoneWords } from "./time-zone.ts";

const SUMMER = new Date("2026-07-01T12:00:00Z");
const WINTER = new Date("2026-01-01T12:00:00Z");

test.each([
  [undefined, "UTC"],
  ["Europe/Berlin", "Europe/Berlin"],
  ["<script>", "UTC"],
])("a cookie of %s means %s", (cookie, zone) => expect(timeZoneFrom(cookie)).toBe(zone));

test.each([
  ["Europe/Berlin", SUMMER, "CEST, UTC+2"],
  ["Europe/Berlin", WINTER, "CET, UTC+1"],
  ["UTC", SUMMER, "UTC"],
  ["Asia/Kolkata", SUMMER, "UTC+5:30"],
])("%s is said as %s", (zone, at, words) => expect(timeZoneWords(at, zone)).toBe(words));
