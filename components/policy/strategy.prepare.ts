import type { CarbonPolicySpec, Strategy } from "#server/domain/policy/spec.ts";

/** In the order of what they save. `word` follows "was". */
export const STRATEGY_CHOICES: Record<Strategy, { label: string; help: string; word: string }> = {
  "best-window": {
    label: "In the best forecast window",
    help: "The cheapest stretch before its latest start",
    word: "the best forecast window",
  },
  interruptible: {
    label: "In several windows, with pauses between",
    help: "Saves most; for Jobs that go on from what they saved",
    word: "several windows",
  },
  percentile: {
    label: "As soon as the grid is among its cleanest hours",
    help: "A limit that follows grid and season",
    word: "the grid's cleanest hours",
  },
  threshold: {
    label: "As soon as the grid is below the limit",
    help: "Easy to explain, saves less",
    word: "below the limit",
  },
  static: {
    label: "In green hours by the clock",
    help: "Asks no grid, so it may pick a dirty hour",
    word: "green hours by the clock",
  },
};

/** The fields that some strategies alone read, and which. */
const READ_BY = {
  minSavingPercent: ["best-window", "interruptible"],
  uncertaintyMargin: ["best-window", "interruptible"],
  percentile: ["percentile"],
  percentileOf: ["percentile"],
  greenFrom: ["static"],
  greenUntil: ["static"],
  timeZone: ["static"],
  minimumChunk: ["interruptible"],
} as const satisfies Partial<Record<keyof CarbonPolicySpec, readonly Strategy[]>>;
export type StrategyField = keyof typeof READ_BY;

export const reads = (strategy: Strategy, field: StrategyField): boolean =>
  (READ_BY[field] as readonly Strategy[]).includes(strategy);

/** What the form does not show for a strategy. */
export const hiddenFields = (strategy: Strategy): StrategyField[] =>
  (Object.keys(READ_BY) as StrategyField[]).filter((field) => !reads(strategy, field));

export const isStrategyField = (field: keyof CarbonPolicySpec): field is StrategyField => field in READ_BY;
