import { NotStarted, type LogWish } from "#server/adapters/kubernetes/pod-log.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { LogEvent, LogLine } from "#server/domain/resource/view.ts";
import type { LogQueue } from "./log-queue.ts";
import type { FollowedSource } from "./log-sources.ts";
import { createSeenLines } from "./seen-lines.ts";

const MOST_OPEN = 30; // connections to one API server for one reader

export type ReadLog = (
  source: FollowedSource,
  wish: LogWish,
  onLine: (line: LogLine) => void,
  signal: AbortSignal,
) => Promise<void>;

interface Reading {
  /** `resting` is read again at the next look, `over` never. */
  state: "open" | "resting" | "over";
  waiting: string | null;
  /** It was seen before it started: all that it writes came while somebody reads. */
  fromStart: boolean;
  seen: ReturnType<typeof createSeenLines>;
}
interface End {
  why: string | null;
  mayGoOn: boolean;
}
const newReading = (): Reading => ({
  state: "open",
  waiting: null,
  fromStart: false,
  seen: createSeenLines(),
});
interface Options {
  read: ReadLog;
  wish: Pick<LogWish, "tailLines" | "follow" | "previous">;
  queue: LogQueue;
  signal: AbortSignal;
}

/** The logs of containers as they come, go, start late and start again; each line once. */
export function createLogReadings({ read, wish, queue, signal }: Options) {
  let sources: readonly FollowedSource[] = [];
  const readings = new Map<string, Reading>();
  const inState = (state: Reading["state"]) =>
    [...readings.values()].filter((one) => one.state === state).length;

  const told = (): LogEvent => ({
    kind: "sources",
    sources: sources.map((source) => {
      const { pod, container } = source;
      return { pod, container, waiting: readings.get(keyOf(source))?.waiting ?? null };
    }),
    leftOut: sources.filter((source) => !readings.has(keyOf(source))).length,
  });

  function setWaiting(reading: Reading, waiting: string | null): void {
    if (reading.waiting === waiting) return;
    reading.waiting = waiting;
    queue.event(told());
  }

  async function readOnce(source: FollowedSource, reading: Reading): Promise<End> {
    const sinceTime = reading.seen.begin();
    const tailLines = sinceTime || reading.fromStart ? undefined : wish.tailLines;
    const onLine = (line: LogLine): void => {
      if (reading.waiting !== null) setWaiting(reading, null);
      if (reading.seen.isNew(line)) queue.line(line);
    };
    await read(source, { ...wish, tailLines, sinceTime }, onLine, signal);
    setWaiting(reading, null);
    return { why: null, mayGoOn: true };
  }

  /** @returns why it failed, and whether another try may be answered */
  function afterError(error: unknown, reading: Reading, { finished }: FollowedSource): End {
    if (!(error instanceof NotStarted)) return { why: (error as Error).message, mayGoOn: isAway(error) };
    reading.fromStart = true;
    if (!signal.aborted) setWaiting(reading, finished ? null : error.reason);
    return { why: null, mayGoOn: true };
  }

  async function open(source: FollowedSource): Promise<void> {
    const { pod, container, finished } = source;
    const reading = readings.get(keyOf(source)) ?? newReading();
    readings.set(keyOf(source), reading);
    reading.state = "open";
    const { why, mayGoOn } = await readOnce(source, reading).catch((error: unknown) =>
      afterError(error, reading, source),
    );
    // what was finished before it was read is whole
    const again = mayGoOn && wish.follow && !wish.previous && !finished;
    reading.state = again ? "resting" : "over";
    if (signal.aborted || (again && why === null)) return;
    queue.event({ kind: "ended", pod, container, why });
  }

  return {
    /** Reads what is new and what is to be read again. */
    look(now: readonly FollowedSource[]): LogEvent {
      sources = now;
      const known = new Set(now.map(keyOf));
      for (const [key, { state }] of readings) if (!known.has(key) && state !== "open") readings.delete(key);
      for (const source of now) {
        const reading = readings.get(keyOf(source));
        if (reading && source.started) reading.waiting = null;
      }
      now
        .filter((source) => (readings.get(keyOf(source))?.state ?? "resting") === "resting")
        .slice(0, Math.max(0, MOST_OPEN - inState("open")))
        .forEach((source) => void open(source));
      return told();
    },
    isResting: () => inState("resting") > 0,
    /** Nothing more comes of what was seen so far. */
    isOver: () => inState("open") + inState("resting") === 0,
  };
}

const keyOf = ({ uid, pod, container }: FollowedSource) => `${uid}/${pod}/${container}`;

/** The cluster does not answer: another try may be answered. What it refuses it would refuse again. */
export const isAway = (error: unknown): boolean =>
  error instanceof DomainError && error.code === "PRECONDITION_FAILED";
