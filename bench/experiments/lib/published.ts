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
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`The expected file lacks published numbers: ${issue?.path.join(".")}: ${issue?.message}.`);
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

/** Every published number beside ours, and the variants that were not published. */
export function compare(grid: Grid, jobs: readonly MlJob[], expected: Expected, record: Record) {
  const ml = (key: string, published: boolean) => {
    const [, deadline, split, error] = KEY.exec(key) ?? [];
    const variant = { deadline: deadline as Deadline, splits: split === "i", error: Number(error), published };
    return mlSaving(grid, jobs, variant, record);
  };
  const nightly = (name: string, error: number, published: boolean, wanted: readonly number[] | undefined) =>
    nightlySavings(grid, error, published, record).map((actual, window) =>
      rowOf(`${name} +-${window}`, actual, wanted?.[window]),
    );
  const wantedMl = expected.published_ml_savings_pct;
  const rows = [
    ...nightly("nightly", 0.05, true, expected.published_nightly_5pct.savings_pct),
    ...KEYS.map((key) => rowOf(`ml ${key}`, ml(key, true), wantedMl[key])),
  ];
  const variants = [
    ...nightly("nightly, no error", 0, true, expected.nightly_zero_error_savings_pct),
    ...nightly("nightly, defect-free, no error", 0, false, expected.defect_free_nightly_sv_fixed_0),
    ...nightly("nightly, defect-free", 0.05, false, expected["defect_free_nightly_sv_fixed_0.05"]),
    ...KEYS.map((key) => rowOf(`ml ${key}, defect-free`, ml(key, false), undefined)),
  ];
  const maxDifference = Math.max(...rows.map(({ difference }) => Math.abs(difference ?? 0)));
  return { rows, variants, maxDifference };
}
