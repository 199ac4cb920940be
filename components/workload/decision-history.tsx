"use client";
import { when } from "#charts/format.ts";
import { sentenceOf } from "#server/domain/job/sentence.ts";
import type { WorkloadDetail } from "#server/domain/workload/view.ts";

interface DecisionHistoryProps {
  decisions: WorkloadDetail["decisions"];
  now: Date;
  timeZone: string;
}

/** Every decision on the Job, newest first. */
export function DecisionHistory({ decisions, now, timeZone }: DecisionHistoryProps) {
  if (decisions.length === 0) return null;
  const formatTime = (at: Date) => when(at, now, timeZone);
  return (
    <details>
      <summary className="text-small text-ink-2">
        {decisions.length === 1 ? "1 decision" : `${decisions.length} decisions`} so far
      </summary>
      <ol className="mt-1.5 grid gap-1" data-testid="decisions">
        {decisions.map(({ at, reason, sentence, facts }, index) => (
          <li
            key={index}
            data-reason={reason}
            className="grid grid-cols-[72px_minmax(0,1fr)] gap-3 text-small text-ink-2"
          >
            <time dateTime={at.toISOString()} className="text-ink-3" suppressHydrationWarning>
              {formatTime(at)}
            </time>
            <span suppressHydrationWarning>{facts ? sentenceOf(facts, formatTime) : sentence}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
