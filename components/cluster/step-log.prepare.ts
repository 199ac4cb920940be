import type { LogEntry } from "#server/domain/cluster/view.ts";

/** What of the log is shown. */
export interface LogFilter {
  show: "all" | "steps" | "conditions";
  /** Of one step alone; "" for all. */
  step: string;
}
export const EVERYTHING: LogFilter = { show: "all", step: "" };

const isCondition = ({ event }: LogEntry): boolean => event === "condition";

export const hasConditions = (log: readonly LogEntry[]): boolean => log.some(isCondition);

/** Each step once, in the order of its first entry. */
export const stepsIn = (log: readonly LogEntry[]): string[] => [...new Set(log.map(({ step }) => step))];

export const filterLog = (log: readonly LogEntry[], { show, step }: LogFilter): LogEntry[] =>
  log.filter(
    (entry) =>
      (step === "" || entry.step === step) &&
      (show === "all" || isCondition(entry) === (show === "conditions")),
  );
