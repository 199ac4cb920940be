import type { App } from "#server/context.ts";
import type { LogEvent } from "#server/domain/resource/view.ts";
import { FollowLogs, followLogs } from "#server/services/resource/follow-logs.ts";

/** All that is told of a log, to its end, or until enough was seen. */
export async function logOf(
  app: App,
  wish: object,
  isEnough: (seen: readonly LogEvent[]) => boolean = () => false,
): Promise<LogEvent[]> {
  const seen: LogEvent[] = [];
  const stop = new AbortController();
  for await (const event of followLogs(app, FollowLogs.parse(wish), stop.signal)) {
    seen.push(event);
    if (isEnough(seen)) stop.abort();
  }
  return seen;
}

export const linesIn = (events: readonly LogEvent[]): string[] =>
  events.flatMap((event) =>
    event.kind === "lines" ? event.lines.map(({ pod, text }) => `${pod} said ${text}`) : [],
  );
export const waitingIn = (events: readonly LogEvent[]): (string | null)[] =>
  events.flatMap((event) => (event.kind === "sources" ? event.sources.map(({ waiting }) => waiting) : []));
