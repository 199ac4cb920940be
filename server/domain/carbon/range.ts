import { z } from "zod";
import { DAY_MS } from "../clock.ts";

/** How far back a page looks, as it stands in its address. */
export const RANGES = ["3d", "week", "month", "year"] as const;
export const Range = z.enum(RANGES, { error: "Choose one of the ranges 3d, week, month and year." });
export type Range = z.infer<typeof Range>;

export const RANGE_MS: Record<Range, number> = {
  "3d": 3 * DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  year: 365 * DAY_MS,
};

/** As in a sentence: "of the last month". */
export const RANGE_WORDS: Record<Range, string> = {
  "3d": "3\u00a0days",
  week: "week",
  month: "month",
  year: "year",
};

export const MOST_ZONES = 6;
