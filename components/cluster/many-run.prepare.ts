import type { Outputs } from "#components/shell/trpc.ts";

export type Outcome = Outputs["cluster"]["changeMany"][number];

/** So few a request that one is answered while a person waits; the server takes 8 of them at a time. */
export const BATCH = 25;

/** One verb on many clusters, batch by batch: what came of it so far. */
export interface ManyRun {
  names: readonly string[];
  outcomes: readonly Outcome[];
  /** Asked, and no answer came: done or not. */
  unknown: readonly string[];
  state: "going" | "stopping" | "ended";
  /** Why it ended before its time. */
  problem: string | undefined;
}

export const begun = (names: readonly string[]): ManyRun => ({
  names,
  outcomes: [],
  unknown: [],
  state: "going",
  problem: undefined,
});

/** In the order of `names`. Those without an answer are asked again: each verb may come twice. */
export function nextBatch({ names, outcomes }: ManyRun): string[] {
  const known = new Set(outcomes.map(({ name }) => name));
  return names.filter((name) => !known.has(name)).slice(0, BATCH);
}

export function answered(run: ManyRun, outcomes: readonly Outcome[]): ManyRun {
  const told = new Set(outcomes.map(({ name }) => name));
  const next = {
    ...run,
    outcomes: [...run.outcomes, ...outcomes],
    unknown: run.unknown.filter((name) => !told.has(name)),
  };
  const over = run.state === "stopping" || outcomes.length === 0 || nextBatch(next).length === 0;
  return over ? { ...next, state: "ended" } : next;
}

interface Failure {
  message: string;
  data?: { code?: string } | null | undefined;
}

/** A refusal says that nothing was begun; with no answer, or a fault inside, some of the batch may be done. */
export function failed(run: ManyRun, batch: readonly string[], { message, data }: Failure): ManyRun {
  const refused = data?.code !== undefined && data.code !== "INTERNAL_SERVER_ERROR";
  const unknown = refused ? run.unknown : [...new Set([...run.unknown, ...batch])];
  return { ...run, unknown, state: "ended", problem: message };
}

export const isComplete = ({ names, outcomes, state }: ManyRun): boolean =>
  state === "ended" && outcomes.length === names.length;

export function titleOf(run: ManyRun): string {
  const { names, outcomes, state } = run;
  if (state !== "ended") return `${ofAll(outcomes.length, names)} so far.`;
  const failures = outcomes.filter(({ done }) => !done).length;
  if (isComplete(run) && failures === 0) return `Done on ${clusters(names.length)}.`;
  return `Done on ${ofAll(outcomes.length - failures, names)}.`;
}

/** What is not done, each kind by its own words; undefined while it goes on, and when all were asked. */
export function restOf(run: ManyRun): string | undefined {
  if (run.state !== "ended" || isComplete(run)) return undefined;
  const { names, outcomes, unknown } = run;
  const refused = outcomes.filter(({ done }) => !done).length;
  const untouched = names.length - outcomes.length - unknown.length;
  return [
    refused > 0 && `${clusters(refused)} did not take it.`,
    unknown.length > 0 &&
      `Of ${clusters(unknown.length)} it is not known: asked, but no answer came. Asking again does no harm.`,
    untouched > 0 && `${clusters(untouched)} ${untouched === 1 ? "was" : "were"} not asked.`,
  ]
    .filter((sentence) => sentence !== false)
    .join(" ");
}

const whole = (count: number): string => count.toLocaleString("en-GB");
const clusters = (count: number): string => `${whole(count)}\u00a0${count === 1 ? "cluster" : "clusters"}`;
const ofAll = (count: number, { length }: readonly string[]): string =>
  `${whole(count)} of ${clusters(length)}`;
