import { counted } from "#charts/format.ts";
import type { LogEvent, LogLine, LogSourceView } from "#server/domain/resource/view.ts";

export interface LogState {
  lines: readonly LogLine[];
  sources: readonly LogSourceView[];
  /** Containers beyond what is read at once. */
  sourcesLeftOut: number;
  /** Lines that were written faster than they could be shown, or scrolled away. */
  linesLeftOut: number;
  /** Why a container's log ended, where it is a failure. */
  failures: readonly string[];
  failed: string | null;
  /** Nothing more comes. */
  over: boolean;
}

export const NO_LOG: LogState = {
  lines: [],
  sources: [],
  sourcesLeftOut: 0,
  linesLeftOut: 0,
  failures: [],
  failed: null,
  over: false,
};

const MOST_LINES = 3_000;

export function nextLog(state: LogState, event: LogEvent | "over" | "again"): LogState {
  if (event === "again") return NO_LOG;
  if (event === "over") return { ...state, over: true };
  switch (event.kind) {
    case "sources":
      return { ...state, sources: event.sources, sourcesLeftOut: event.leftOut };
    case "lines":
      return withLines(state, event.lines, event.leftOut);
    case "ended":
      return event.why === null || state.failures.includes(event.why)
        ? state
        : { ...state, failures: [...state.failures, event.why].slice(-5) };
    case "failed":
      return { ...state, failed: event.message };
  }
}

function withLines(state: LogState, more: readonly LogLine[], leftOut: number): LogState {
  const lines = [...state.lines, ...more].toSorted(byTime);
  const over = Math.max(0, lines.length - MOST_LINES);
  return { ...state, lines: lines.slice(over), linesLeftOut: state.linesLeftOut + leftOut + over };
}

/** Of many containers; lines without a time stay where they came. */
const byTime = (a: LogLine, b: LogLine) => (a.at && b.at ? (a.at < b.at ? -1 : a.at > b.at ? 1 : 0) : 0);

export const podsOf = ({ sources }: Pick<LogState, "sources">): string[] => [
  ...new Set(sources.map(({ pod }) => pod)),
];
export const containersOf = ({ sources }: Pick<LogState, "sources">): string[] => [
  ...new Set(sources.map(({ container }) => container)),
];

/** "12 lines of 2 pods, as they are written." */
export function logSentence(state: LogState, shown: number, follows: boolean): string {
  const pods = podsOf(state).length;
  const end = state.over ? "; nothing more comes" : follows ? ", and what comes" : "";
  const gone = state.linesLeftOut > 0 ? ` ${counted(state.linesLeftOut, "older line")} left out.` : "";
  const rest =
    state.sourcesLeftOut > 0 ? ` ${counted(state.sourcesLeftOut, "container")} too many are not read.` : "";
  return `${counted(shown, "line")} of ${counted(pods, "pod")}${end}.${gone}${rest}`;
}

const MOST_NAMED = 3;

/** "web-1/main has not started yet: ContainerCreating."; null where all have. */
export function waitingSentence({ sources }: Pick<LogState, "sources">): string | null {
  const waiting = sources.filter((source) => source.waiting !== null);
  if (waiting.length === 0) return null;
  const named = waiting
    .slice(0, MOST_NAMED)
    .map((source) => `${source.pod}/${source.container} has not started yet: ${source.waiting}.`);
  const more = waiting.length - MOST_NAMED;
  return [
    ...named,
    ...(more > 0 ? [`${more} more ${more === 1 ? "has" : "have"} not started yet.`] : []),
  ].join(" ");
}

export const textOfLines = (lines: readonly LogLine[]): string =>
  lines.map(({ pod, container, at, text }) => `${at} ${pod}/${container} ${text}`).join("\n");
