import { z } from "zod";
import type { Record } from "./decisions.ts";
import { mlSaving, nightlySavings, type Deadline, type Grid, type MlJob } from "./lets-wait-awhile.ts";

const Savings = z.array(z.number()).length(17, { error: "Give 17 nightly savings, for +-0 to +-16 slots." });

/** The numbers of a region; more than the published ones are compared where the file has them. */
const Expected = z.object({
  published_nightly_5pct: z.object({ savings_pct: Savings }),
  published_ml_savings_pct: z.record(z.string(), z.number()),
  nightly_zero_error_savings_pct: Savings.optional(),
  defect_free_nightly_sv_fixed_0: Savings.optional(),
  "defect_free_nightly_sv_fixed_0.05": Savings.optional(),
});
export type Expected = z.infer<typeof Expected>;

/** @throws Error with a sentence */
export function parseExpected(text: string): Expected {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error("The expected file is not JSON.");
  }
  const result = Expected.safeParse(json);
  if (result.success) return withAllKeys(result.data);
  const [issue] = result.error.issues;
  throw new Error(`The expected file lacks published numbers: ${issue?.path.join(".")}: ${issue?.message}.`);
}

function withAllKeys(expected: Expected): Expected {
  const missing = KEYS.filter((key) => expected.published_ml_savings_pct[key] === undefined);
  if (missing.length === 0) return expected;
  throw new Error(
    `The expected file lacks published numbers: published_ml_savings_pct.${missing.join(", ")}.`,
  );
}

/** id, arrival in minutes since 2020-01-01, duration in minutes. @throws Error with a sentence that names the line */
export function mlJobsOf(text: string): MlJob[] {
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line, index) => {
      const [, arrival, duration] = line.split(",").map(Number);
      const start = (arrival ?? Number.NaN) / 30;
      const slots = (duration ?? Number.NaN) / 30;
      if (!Number.isInteger(start) || !Number.isInteger(slots) || slots < 1) {
        throw new Error(`Line ${index + 2} of the ML jobs is not "id,arrival,duration" in whole half hours.`);
      }
      return { start, slots };
    });
}

export interface Row {
  name: string;
  expected: number | null;
  actual: number;
  difference: number | null;
}
const rowOf = (name: string, actual: number, expected: number | undefined): Row => ({
  name,
  expected: expected ?? null,
  actual,
  difference: expected === undefined ? null : actual - expected,
});

const KEY = /^(next_workday|semi_weekly)_(ni|i)_(0(?:\.\d+)?)$/;
const KEYS = [
  "next_workday_ni_0.05",
  "next_workday_i_0.05",
  "semi_weekly_ni_0.05",
  "semi_weekly_i_0.05",
  "next_workday_ni_0",
  "next_workday_ni_0.1",
  "next_workday_i_0",
  "next_workday_i_0.1",
];

/** Every number that was published for the region, beside ours. */
export function publishedRows(grid: Grid, jobs: readonly MlJob[], expected: Expected, record: Record): Row[] {
  const wanted = expected.published_ml_savings_pct;
  return [
    ...nightlyRows(
      "nightly",
      nightlySavings(grid, 0.05, true, record),
      expected.published_nightly_5pct.savings_pct,
    ),
    ...KEYS.map((key) => rowOf(`ml ${key}`, mlOf(grid, jobs, key, true, record), wanted[key])),
  ];
}

/** The same without a forecast error, and without the defects of the published code. */
export function variantRows(grid: Grid, jobs: readonly MlJob[], expected: Expected, record: Record): Row[] {
  return [
    ...nightlyRows(
      "nightly, no error",
      nightlySavings(grid, 0, true, record),
      expected.nightly_zero_error_savings_pct,
    ),
    ...nightlyRows(
      "nightly, defect-free, no error",
      nightlySavings(grid, 0, false, record),
      expected.defect_free_nightly_sv_fixed_0,
    ),
    ...nightlyRows(
      "nightly, defect-free",
      nightlySavings(grid, 0.05, false, record),
      expected["defect_free_nightly_sv_fixed_0.05"],
    ),
    ...KEYS.map((key) => rowOf(`ml ${key}, defect-free`, mlOf(grid, jobs, key, false, record), undefined)),
  ];
}

export const greatestDifference = (rows: readonly Row[]): number =>
  Math.max(...rows.map(({ difference }) => Math.abs(difference ?? 0)));

const nightlyRows = (
  name: string,
  savings: readonly number[],
  wanted: readonly number[] | undefined,
): Row[] => savings.map((actual, window) => rowOf(`${name} +-${window}`, actual, wanted?.[window]));

function mlOf(grid: Grid, jobs: readonly MlJob[], key: string, published: boolean, record: Record): number {
  const [, deadline, split, error] = KEY.exec(key) ?? [];
  const variant = { deadline: deadline as Deadline, splits: split === "i", error: Number(error), published };
  return mlSaving(grid, jobs, variant, record);
}
